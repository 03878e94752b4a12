namespace DeepStack.Sim.Studies.Exploration;

/// <summary>How a space is searched.</summary>
public sealed record ExplorationOptions
{
    /// <summary>Whether every point is timed, even one that cannot be the best or on the front.</summary>
    public bool IsExhaustive { get; init; }

    /// <summary>Threads; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Points to time before the search ends early; looked at between groups of silicon.</summary>
    public long MostPoints { get; init; } = long.MaxValue;

    /// <summary>Asked between groups of silicon: whether the search shall end early.</summary>
    public Func<bool> IsOver { get; init; } = static () => false;

    /// <summary>Hears how many silicon of how many are done, and how many points were timed.</summary>
    public Action<int, int, long>? Progress { get; init; }

    /// <summary>Ends the search without a result.</summary>
    public CancellationToken Cancellation { get; init; }
}
