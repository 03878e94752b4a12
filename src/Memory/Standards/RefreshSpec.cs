namespace DeepStack.Sim.Memory.Standards;

/// <summary>How often and how a channel is refreshed.</summary>
/// <param name="IntervalClocks">Clocks between two refreshes of the same cells' group (tREFI) at the normal temperature.</param>
/// <param name="PerBank">Whether banks are refreshed one at a time in rotation rather than all at once.</param>
public sealed record RefreshSpec(long IntervalClocks, bool PerBank)
{
    /// <summary>Temperatures from which the interval is divided, coldest first; none where it never changes.</summary>
    public IReadOnlyList<RefreshClass> Classes { get; init; } = [];
}
