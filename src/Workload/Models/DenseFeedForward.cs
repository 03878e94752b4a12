namespace DeepStack.Sim.Workload.Models;

/// <summary>A feed-forward layer that every token goes through.</summary>
/// <param name="IntermediateSize">The inner width.</param>
public sealed record DenseFeedForward(int IntermediateSize) : FeedForwardSpec
{
    /// <summary>Whether its matrices have biases.</summary>
    public bool Bias { get; init; }

    /// <summary>Weights of the matrices.</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    public long Parameters(int hiddenSize) => MatricesOf(hiddenSize, IntermediateSize);

    /// <summary>Biases.</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    public long BiasParameters(int hiddenSize) => Bias ? (Gated ? 2L : 1L) * IntermediateSize + hiddenSize : 0;
}
