using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>How a run ended.</summary>
/// <param name="At">The last instant.</param>
/// <param name="Complete">Whether every request of the trace came to its end.</param>
public sealed record RunEnd(SimTime At, bool Complete)
{
    /// <summary>What became known only at the end: how much was simulated and how much interpolated, with which error.</summary>
    public IReadOnlyList<RunFact> Facts { get; init; } = [];
}
