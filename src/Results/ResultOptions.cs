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

    /// <summary>The metrics in Prometheus' text format.</summary>
    public bool Prometheus { get; init; }

    /// <summary>The run in the form of vLLM's detailed benchmark result; large, since it holds every gap between tokens.</summary>
    public bool Benchmark { get; init; }

    /// <summary>What the timeline shows in full, and which operators are written one by one.</summary>
    public TimelineOptions TimelineOptions { get; init; } = new();
}
