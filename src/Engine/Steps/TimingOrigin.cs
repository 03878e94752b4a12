namespace DeepStack.Sim.Engine.Steps;

/// <summary>How the time of a step was found.</summary>
public enum TimingOrigin
{
    /// <summary>The whole step was simulated at event fidelity.</summary>
    Simulated,

    /// <summary>Composed of parts that were simulated for exactly these sizes.</summary>
    Remembered,

    /// <summary>At least one part lies between simulated sizes.</summary>
    Interpolated,

    /// <summary>Given by a named step model; no machine was simulated.</summary>
    Computed,
}
