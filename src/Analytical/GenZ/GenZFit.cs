namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>Whether weights and cache fit into the memory.</summary>
public enum GenZFit
{
    /// <summary>They do.</summary>
    Fits,

    /// <summary>They do not, and the rest lives in slower memory.</summary>
    Offloaded,

    /// <summary>They do not: there are sizes, but no times.</summary>
    OutOfMemory,
}
