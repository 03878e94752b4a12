using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Models;

/// <summary>The number formats of a model by role, so that mixed quantisation is data.</summary>
/// <param name="Attention">Projections of the attention.</param>
/// <param name="FeedForward">Dense feed-forward layers and shared experts.</param>
/// <param name="Experts">Routed experts.</param>
/// <param name="Unquantised">Embedding, LM head, norms, biases and routers, which quantisation leaves alone.</param>
/// <param name="Activations">What flows between operators.</param>
/// <param name="KvCache">Keys and values in the cache.</param>
public sealed record PrecisionSpec(
    WeightFormat Attention,
    WeightFormat FeedForward,
    WeightFormat Experts,
    NumberFormat Unquantised,
    NumberFormat Activations,
    NumberFormat KvCache)
{
    /// <summary>One format for everything.</summary>
    public static PrecisionSpec Uniform(NumberFormat format) =>
        new(new WeightFormat(format), new WeightFormat(format), new WeightFormat(format), format, format, format);

    /// <summary>The same model with all its projections stored in another format.</summary>
    public PrecisionSpec WithWeights(WeightFormat weights) => this with { Attention = weights, FeedForward = weights, Experts = weights };
}
