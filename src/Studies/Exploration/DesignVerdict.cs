namespace DeepStack.Sim.Studies.Exploration;

/// <summary>What became of a point of a space.</summary>
public enum DesignVerdict
{
    /// <summary>It was timed and keeps all limits.</summary>
    Feasible,

    /// <summary>It cannot be as good as one that was timed before.</summary>
    Bounded,

    /// <summary>A rule of the space excludes its silicon.</summary>
    Rule,

    /// <summary>Its logic needs more area than there is.</summary>
    Area,

    /// <summary>Weights, activations and KV do not fit a device.</summary>
    Memory,

    /// <summary>A device draws too much.</summary>
    Power,

    /// <summary>A device becomes too hot, or leakage runs away.</summary>
    Temperature,

    /// <summary>The search ended before it.</summary>
    LeftOut,
}
