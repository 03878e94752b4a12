namespace DeepStack.Sim.Results.Recording;

/// <summary>How the time of a step was found.</summary>
public enum StepOrigin
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Simulated at event fidelity.</summary>
    Simulated,

    /// <summary>Composed of blocks that were simulated for exactly these sizes.</summary>
    Remembered,

    /// <summary>Interpolated between simulated sizes.</summary>
    Interpolated,

    /// <summary>Computed in closed form, or by a named step model.</summary>
    Computed,
}
