using System.Numerics;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>The sizes at which parts of steps are simulated: every one up to a bound, then a fixed number in each octave.</summary>
/// <remarks>The grid depends on its two parameters alone, never on which sizes were asked for before.</remarks>
/// <param name="octaveBits">Each octave beyond the bound has 2^octaveBits points; up to 2^(octaveBits + 1) every size is a point.</param>
internal readonly struct SizeGrid(int octaveBits)
{
    /// <summary>The points at or around a size and how far it lies from the lower to the upper one, 0 to 1.</summary>
    public GridPlace Around(double size)
    {
        long floor = (long)size;
        int shift = Math.Max(0, BitOperations.Log2((ulong)Math.Max(1, floor)) - octaveBits);
        long lower = floor >> shift << shift;
        if (lower == size) return GridPlace.At(lower);
        long upper = lower + (1L << shift);
        return new GridPlace(lower, upper, (size - lower) / (upper - lower));
    }
}
