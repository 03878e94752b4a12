using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Models;

/// <summary>Weights of a model by role.</summary>
/// <param name="Embedding">The embedding table, and learned positions.</param>
/// <param name="LmHead">The LM head; 0 where it is the embedding table.</param>
/// <param name="Attention">Projections of the attention.</param>
/// <param name="FeedForward">Dense feed-forward layers and shared experts.</param>
/// <param name="Experts">Routed experts.</param>
/// <param name="Other">Norms, biases and routers.</param>
public readonly record struct ParameterCount(long Embedding, long LmHead, long Attention, long FeedForward, long Experts, long Other)
{
    /// <summary>All weights.</summary>
    public long Total => Embedding + LmHead + Attention + FeedForward + Experts + Other;

    /// <summary>The size in memory.</summary>
    public Bytes SizeIn(PrecisionSpec precision) =>
        precision.Unquantised.SizeOf(Embedding + LmHead + Other) +
        precision.Attention.SizeOf(Attention) + precision.FeedForward.SizeOf(FeedForward) + precision.Experts.SizeOf(Experts);

    /// <summary>The sum, role by role.</summary>
    public static ParameterCount operator +(ParameterCount left, ParameterCount right) => new(
        left.Embedding + right.Embedding,
        left.LmHead + right.LmHead,
        left.Attention + right.Attention,
        left.FeedForward + right.FeedForward,
        left.Experts + right.Experts,
        left.Other + right.Other);
}
