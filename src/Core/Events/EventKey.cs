namespace DeepStack.Sim.Core.Events;

/// <summary>What orders a pending event, and where the rest of it lies; 16 bytes without a reference, so that moving it is cheap.</summary>
internal struct EventKey
{
    /// <summary>When it is due, in picoseconds.</summary>
    public long TimePs;

    /// <summary>Its rank among the events of that instant, 0 to 63.</summary>
    public int Rank;

    /// <summary>Where its handler and payload lie.</summary>
    public int Body;
}
