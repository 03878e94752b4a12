using DeepStack.Sim.Results.Timelines;

namespace DeepStack.Sim.Results;

/// <summary>Which files of a run are wanted.</summary>
public sealed record ResultOptions
{
    /// <summary>The timing trace, from which the others can be made later.</summary>
    public bool TimingTrace { get; init; } = true;

    /// <summary>A row per step.</summary>
    public bool Steps { get; init; } = true;

    /// <summary>A row per step class and operator, and per operator inside the window.</summary>
    public bool Operators { get; init; } = true;

    /// <summary>The timeline.</summary>
    public bool Timeline { get; init; } = true;

    /// <summary>The report.</summary>
    public bool Report { get; init; } = true;

    /// <summary>What the timeline shows in full, and which operators are written one by one.</summary>
    public TimelineOptions TimelineOptions { get; init; } = new();
}
