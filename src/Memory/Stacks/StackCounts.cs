namespace DeepStack.Sim.Memory.Stacks;

/// <summary>Commands of a channel or of a whole stack.</summary>
/// <param name="Activations">Rows opened.</param>
/// <param name="Precharges">Rows closed, those closed for a refresh included.</param>
/// <param name="Reads">Accesses read, check bits included.</param>
/// <param name="Writes">Accesses written, check bits included.</param>
/// <param name="BankRefreshes">Refreshes times banks in them.</param>
/// <param name="RowHits">Runs whose first command moved data: their row was open.</param>
/// <param name="RowMisses">Runs whose first command opened their row: the bank was closed.</param>
/// <param name="RowConflicts">Runs whose first command closed another row.</param>
public readonly record struct StackCounts(long Activations, long Precharges, long Reads, long Writes, long BankRefreshes, long RowHits, long RowMisses, long RowConflicts)
{
    /// <summary>The sum.</summary>
    public static StackCounts operator +(in StackCounts left, in StackCounts right) => new(
        left.Activations + right.Activations,
        left.Precharges + right.Precharges,
        left.Reads + right.Reads,
        left.Writes + right.Writes,
        left.BankRefreshes + right.BankRefreshes,
        left.RowHits + right.RowHits,
        left.RowMisses + right.RowMisses,
        left.RowConflicts + right.RowConflicts);

    /// <summary>The counts of several channels that did the same.</summary>
    public static StackCounts operator *(in StackCounts counts, long channels) => new(
        counts.Activations * channels,
        counts.Precharges * channels,
        counts.Reads * channels,
        counts.Writes * channels,
        counts.BankRefreshes * channels,
        counts.RowHits * channels,
        counts.RowMisses * channels,
        counts.RowConflicts * channels);
}
