using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>What the sequences of one phase ask of an attention operator, summed.</summary>
/// <param name="Sequences">Sequences.</param>
/// <param name="QueryTokens">New tokens.</param>
/// <param name="ScorePairs">Pairs of a new token and a position it sees, itself included.</param>
/// <param name="KvTokens">Positions whose keys and values are read, once per sequence.</param>
/// <param name="LongestKv">The most positions of one sequence.</param>
public readonly record struct AttentionLoad(int Sequences, int QueryTokens, long ScorePairs, long KvTokens, int LongestKv)
{
    /// <summary>Sums the sequences of a phase.</summary>
    /// <param name="shape">The step.</param>
    /// <param name="phase">Decode or prefill.</param>
    /// <param name="limit">The most positions a token sees; 0 for no limit.</param>
    /// <param name="contiguous">Whether the positions a token sees are the latest ones, so that a sequence needs only the union of its windows.</param>
    public static AttentionLoad Of(StepShape shape, AttentionPhases phase, int limit, bool contiguous)
    {
        int sequences = 0, queries = 0, longest = 0;
        long pairs = 0, kv = 0;
        IReadOnlyList<SequenceSlice> slices = shape.Slices;
        for (int i = 0; i < slices.Count; i++)
        {
            SequenceSlice slice = slices[i];
            if (slice.IsDecode != (phase == AttentionPhases.Decode)) continue;
            int positions = slice.ContextTokens + slice.NewTokens;
            if (limit > 0 && (contiguous || slice.NewTokens == 1)) positions = (int)Math.Min(positions, (long)limit + slice.NewTokens - 1);
            sequences++;
            queries += slice.NewTokens;
            pairs += PairsOf(slice, limit);
            kv += positions;
            longest = Math.Max(longest, positions);
        }
        return new AttentionLoad(sequences, queries, pairs, kv, longest);
    }

    /// <summary>Pairs of a new token and a position it sees: the sum over new tokens i = 1..n of min(context + i, limit).</summary>
    /// <param name="slice">The sequence.</param>
    /// <param name="limit">The most positions a token sees; 0 for no limit.</param>
    public static long PairsOf(SequenceSlice slice, int limit)
    {
        long n = slice.NewTokens, context = slice.ContextTokens;
        if (limit == 0 || context + n <= limit) return n * context + n * (n + 1) / 2;
        long growing = Math.Max(0, limit - context);
        return growing * context + growing * (growing + 1) / 2 + (n - growing) * limit;
    }
}
