namespace DeepStack.Sim.Workload.Models;

/// <summary>A feed-forward layer of many experts, of which a router picks a few for each token.</summary>
/// <param name="Experts">Routed experts.</param>
/// <param name="ExpertsPerToken">Routed experts a token goes through.</param>
/// <param name="ExpertIntermediateSize">The inner width of one routed expert.</param>
public sealed record MixtureOfExperts(int Experts, int ExpertsPerToken, int ExpertIntermediateSize) : FeedForwardSpec
{
    /// <summary>The inner width of all shared experts together, which every token goes through; 0 where there are none.</summary>
    public int SharedIntermediateSize { get; init; }

    /// <summary>Whether a learned number per expert corrects the router's choice.</summary>
    public bool RouterBias { get; init; }

    /// <summary>Weights of one routed expert.</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    public long ParametersPerExpert(int hiddenSize) => MatricesOf(hiddenSize, ExpertIntermediateSize);

    /// <summary>Weights of the shared experts.</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    public long SharedParameters(int hiddenSize) => MatricesOf(hiddenSize, SharedIntermediateSize);

    /// <summary>Weights of the router, with its correction.</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    public long RouterParameters(int hiddenSize) => (long)Experts * hiddenSize + (RouterBias ? Experts : 0);
}
