namespace DeepStack.Sim.Workload.Models;

/// <summary>The attention of a layer; one record per family.</summary>
public abstract record AttentionSpec
{
    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Positions that a token sees, itself included; 0 means all before it.</summary>
    public int Window { get; init; }

    /// <summary>Weights of the projections that quantisation may compress.</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    public abstract long ProjectionParameters(int hiddenSize);

    /// <summary>Biases, norms inside the attention, and other weights that stay unquantised.</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    public abstract long OtherParameters(int hiddenSize);

    /// <summary>Elements that a token leaves in the cache of one layer.</summary>
    public abstract int KvElementsPerToken { get; }
}
