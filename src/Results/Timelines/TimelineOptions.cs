namespace DeepStack.Sim.Results.Timelines;

/// <summary>What a timeline shows in full and how.</summary>
public sealed record TimelineOptions
{
    /// <summary>The part shown in full detail; null for the beginning of the run, as far as the limit allows.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>Whether one picosecond is shown as one nanosecond, for readers that know nothing shorter.</summary>
    public bool StretchesPicoseconds { get; init; }

    /// <summary>Slices shown in full detail at most; what comes after is aggregated.</summary>
    public int DetailLimit { get; init; } = 30_000;

    /// <summary>Requests shown at most; of more, every second, fourth and so on is left.</summary>
    public int RequestLimit { get; init; } = 10_000;

    /// <summary>Pieces into which the steps of a replica, or the values of a counter, are put together outside the detailed part.</summary>
    public int PieceLimit { get; init; } = 2_000;
}
