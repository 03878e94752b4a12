namespace DeepStack.Sim.Results.Recording;

/// <summary>How a request ended.</summary>
public enum RequestStatus
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>All tokens were delivered.</summary>
    Finished,

    /// <summary>It was refused: too long, or not admitted.</summary>
    Rejected,

    /// <summary>The client went away.</summary>
    Cancelled,

    /// <summary>It took too long.</summary>
    TimedOut,

    /// <summary>The run ended before it did.</summary>
    Unfinished,
}
