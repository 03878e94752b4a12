using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>How often and how a channel is refreshed.</summary>
/// <param name="IntervalClocks">Clocks between two refreshes of the same bank (tREFI) at the normal temperature.</param>
/// <param name="Mode">Which banks are refreshed together.</param>
public sealed record RefreshSpec(long IntervalClocks, RefreshMode Mode)
{
    /// <summary>Temperatures from which the interval is divided, coldest first; none where it never changes.</summary>
    public IReadOnlyList<RefreshClass> Classes { get; init; } = [];

    /// <summary>The same, with the interval of a temperature.</summary>
    public RefreshSpec At(Celsius temperature) => this with { IntervalClocks = Math.Max(1, IntervalClocks / RefreshClass.DivisorAt(Classes, temperature)), Classes = [] };
}
