namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>Finds how many tokens one block hash stands for.</summary>
internal static class BlockSizes
{
    /// <summary>Sizes in use first (Mooncake's and vLLM's), then the other powers of two.</summary>
    private static readonly int[] Candidates = [512, 16, 4096, 2048, 1024, 256, 128, 64, 32, 8, 4, 2, 1];

    /// <summary>The size that fits most rows: every prompt has one hash for each block it begins.</summary>
    public static int Decide(IReadOnlyList<TimedJson.Row> rows) =>
        Candidates.MaxBy(size => rows.Count(row => row.Request.BlockHashes.Count == Blocks(row.Request.InputTokens, size)));

    /// <summary>Blocks that the given tokens begin.</summary>
    public static int Blocks(int tokens, int size) => (tokens + size - 1) / size;
}
