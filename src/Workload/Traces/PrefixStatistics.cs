using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>How much of the prompts an infinite cache would already hold.</summary>
/// <param name="Blocks">Blocks of all prompts.</param>
/// <param name="SeenBlocks">Blocks at the beginning of a prompt that an earlier request had too, up to the first new one.</param>
/// <param name="BlockTokens">Tokens of a block.</param>
public sealed record PrefixStatistics(long Blocks, long SeenBlocks, int BlockTokens)
{
    /// <summary>The share of blocks that are an already seen prefix.</summary>
    public double SeenShare => (double)SeenBlocks / Blocks;

    /// <summary>Counts the blocks of a trace; null if it tells none.</summary>
    public static PrefixStatistics? Of(IReadOnlyList<TraceRequest> requests)
    {
        long blocks = 0, seenBlocks = 0;
        int blockTokens = 0;
        var seen = new HashSet<long>();
        foreach (TraceRequest request in requests)
        {
            bool prefix = true;
            foreach (long hash in request.BlockHashes)
            {
                prefix = !seen.Add(hash) && prefix;
                if (prefix) seenBlocks++;
            }
            blocks += request.BlockHashes.Count;
            blockTokens = Math.Max(blockTokens, request.BlockTokens);
        }
        return blocks == 0 ? null : new PrefixStatistics(blocks, seenBlocks, blockTokens);
    }
}
