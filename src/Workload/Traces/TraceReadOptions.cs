using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>How a trace is read.</summary>
public sealed record TraceReadOptions
{
    /// <summary>What to do with rows that cannot be read.</summary>
    public BadRows OnError { get; init; } = BadRows.Stop;

    /// <summary>The most requests to take, or null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Takes the requests that arrive before this time after the first, or null for all.</summary>
    public Duration? Horizon { get; init; }

    /// <summary>Seeds what has to be drawn: the arrivals of sources that tell only rates.</summary>
    public ulong Seed { get; init; } = 1;
}
