namespace DeepStack.Sim.Core.Randomness;

/// <summary>Random numbers that belong to places: pure functions of a seed and a place, so that it does not matter in which order they are asked for.</summary>
public static class PlacedRandom
{
    private const int DrawBits = 6;

    /// <summary>A uniform number in [0, 1) with 53 random bits (splitmix64).</summary>
    public static double Uniform(ulong seed, ulong place)
    {
        ulong z = seed + 0x9E3779B97F4A7C15 * place;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A number of the standard normal distribution.</summary>
    /// <remarks>The polar method (Marsaglia and Bray, 1964); a place has sixty-four uniform numbers, of which it takes two until a pair fits.</remarks>
    public static double Normal(ulong seed, ulong place)
    {
        for (ulong draw = place << DrawBits; ; draw += 2)
        {
            double u = 2 * Uniform(seed, draw) - 1, v = 2 * Uniform(seed, draw + 1) - 1, square = u * u + v * v;
            if (square is < 1 and > 0) return u * Math.Sqrt(-2 * ReproducibleMath.Log(square) / square);
        }
    }
}
