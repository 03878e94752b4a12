namespace DeepStack.Sim.Mapping.Plans;

/// <summary>What modes of overlap are called in files and on the command line: "none", or some of "chunked", "prefetch" and "interleaved" joined by "+".</summary>
public static class OverlapNames
{
    /// <summary>Chunks where nothing says how many.</summary>
    public const int DefaultChunks = 4;

    private static readonly (string Name, OverlapModes Mode)[] Names =
        [("chunked", OverlapModes.Chunked), ("prefetch", OverlapModes.Prefetch), ("interleaved", OverlapModes.Interleaved)];

    /// <summary>The name of some modes.</summary>
    public static string Of(OverlapModes modes) => modes == OverlapModes.None ? "none" : string.Join('+', Names.Where(n => modes.HasFlag(n.Mode)).Select(n => n.Name));

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static OverlapModes Parse(string text)
    {
        var modes = OverlapModes.None;
        if (text == "none") return modes;
        foreach (string part in text.Split('+', StringSplitOptions.TrimEntries))
        {
            OverlapModes mode = Names.FirstOrDefault(n => n.Name == part).Mode;
            if (mode == OverlapModes.None || modes.HasFlag(mode)) throw new FormatException($"\"{text}\" is no overlap; expected none, or some of {string.Join(", ", Names.Select(n => n.Name))}, each once, such as chunked+prefetch.");
            modes |= mode;
        }
        return modes;
    }

    /// <summary>The plan with some modes, and chunks where exchanges go on in chunks.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="modes">The modes.</param>
    /// <param name="chunks">Chunks that were asked for, or null.</param>
    /// <exception cref="FormatException">Chunks and modes contradict each other.</exception>
    public static ParallelPlan With(ParallelPlan plan, OverlapModes modes, int? chunks)
    {
        bool isChunked = modes.HasFlag(OverlapModes.Chunked);
        if (chunks < 1) throw new FormatException($"{chunks} chunks are none; expected at least 1.");
        if (isChunked && chunks == 1) throw new FormatException("chunked overlap needs at least 2 chunks.");
        if (!isChunked && chunks > 1) throw new FormatException($"{chunks} chunks belong to chunked overlap, and the overlap is {Of(modes)}.");
        return plan with { Overlap = modes & ~OverlapModes.Chunked, OverlapChunks = isChunked ? chunks ?? DefaultChunks : 1 };
    }
}
