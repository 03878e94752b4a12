namespace DeepStack.Sim.Workload.Models;

/// <summary>The normalisation of the residual stream.</summary>
public enum NormKind
{
    /// <summary>Root mean square, with a scale.</summary>
    Rms,

    /// <summary>Mean and variance, with a scale and a bias.</summary>
    Layer,
}
