namespace DeepStack.Sim.Memory.Standards;

/// <summary>Which banks of a channel, or of a port of a stack, are refreshed together.</summary>
public enum RefreshMode
{
    /// <summary>Nothing is refreshed.</summary>
    None,

    /// <summary>All banks of a rank, pseudo channel or port at once; ranks take turns.</summary>
    AllBanks,

    /// <summary>All banks of one layer of a stack at once, the layers evenly spread over the interval.</summary>
    Staggered,

    /// <summary>One bank at a time, evenly spread over the interval.</summary>
    PerBank,
}
