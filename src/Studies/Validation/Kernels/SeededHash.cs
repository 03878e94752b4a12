namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>A hash of text that is the same on every machine (FNV-1a, 64 bits, with a last mix), to draw rows without looking at them.</summary>
internal static class SeededHash
{
    private const ulong Seed = 0xcbf29ce484222325;

    /// <summary>The hash of a text.</summary>
    public static ulong Of(string text)
    {
        ulong hash = Seed;
        foreach (char letter in text) hash = (hash ^ letter) * 0x100000001b3;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        return hash ^ (hash >> 33);
    }
}
