using System.Numerics;

namespace DeepStack.Sim.Core.Randomness;

/// <summary>The random numbers of one component: a stream fixed by the scenario's seed and the component's name.</summary>
/// <remarks>
/// xoshiro256** 1.0 (Blackman and Vigna, 2018), seeded through splitmix64 from the seed and an FNV-1a hash of the name, so that a new
/// component does not disturb the others.
/// </remarks>
public sealed partial class RandomStream
{
    private ulong _s0, _s1, _s2, _s3;

    /// <param name="seed">The scenario's seed.</param>
    /// <param name="component">The name of whoever draws.</param>
    public RandomStream(ulong seed, string component)
    {
        ulong state = seed ^ HashOf(component);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform integer in [0, <paramref name="bound"/>), without bias (Lemire, 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public long NextInteger(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong range = (ulong)bound;
        ulong high = Math.BigMul(NextBits(), range, out ulong low);
        if (low >= range) return (long)high;
        ulong threshold = (0 - range) % range;
        while (low < threshold) high = Math.BigMul(NextBits(), range, out low);
        return (long)high;
    }

    /// <summary>Puts items into an order of which all are equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = (int)NextInteger(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private static ulong HashOf(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        return hash;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
