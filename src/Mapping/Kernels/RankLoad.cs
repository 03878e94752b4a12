using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Decode attention of a layer as it falls to the ranks of an attention memory; the fullest decides.</summary>
/// <remarks>
/// A key and value head of a sequence lies whole in one rank, spread over its banks; heads are dealt out over channels first and then over the ranks of each, sequence after
/// sequence.
/// </remarks>
/// <param name="Positions">Tokens of all heads of the fullest rank.</param>
/// <param name="Heads">Heads of the rank that has most of them.</param>
/// <param name="Group">Queries of a head.</param>
/// <param name="HeadSize">Elements of a query, key and value.</param>
public readonly record struct RankLoad(long Positions, long Heads, int Group, int HeadSize)
{
    /// <summary>Deals out the heads of the sequences that decode.</summary>
    /// <param name="shape">All heads of the layer, whatever device works out their queries.</param>
    /// <param name="step">The step.</param>
    /// <param name="ranks">Ranks; at least 1.</param>
    public static RankLoad Of(in AttentionShape shape, StepShape step, int ranks)
    {
        long toAll = 0;
        int even = shape.KeyValueHeads / ranks, rest = shape.KeyValueHeads % ranks, next = 0;
        var positions = new long[ranks];
        var heads = new long[ranks];
        foreach (SequenceSlice slice in step.Slices)
        {
            if (!slice.IsDecode) continue;
            long seen = shape.Seen(slice.ContextTokens + 1);
            toAll += seen * even;
            for (int i = 0; i < rest; i++, next = (next + 1) % ranks)
            {
                positions[next] += seen;
                heads[next]++;
            }
        }
        return new RankLoad(toAll + positions.Max(), (long)even * step.DecodeSequences + heads.Max(), shape.QueryHeads / shape.KeyValueHeads, shape.HeadSize);
    }
}
