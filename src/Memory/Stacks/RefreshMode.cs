namespace DeepStack.Sim.Memory.Stacks;

/// <summary>Which banks of a port are refreshed together.</summary>
public enum RefreshMode
{
    /// <summary>Nothing is refreshed.</summary>
    None,

    /// <summary>All banks of all layers at once.</summary>
    AllBanks,

    /// <summary>All banks of one layer at once, the layers evenly spread over the interval.</summary>
    Staggered,

    /// <summary>One bank at a time, evenly spread over the interval.</summary>
    PerBank,
}
