using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Plans;

/// <summary>What the memory of one device holds under a plan.</summary>
/// <param name="Capacity">What the device has.</param>
/// <param name="Usable">What of it the engine may use.</param>
/// <param name="LayerWeights">Weights of all layers, the device's share; replicated where shards do not divide.</param>
/// <param name="Embedding">The device's rows of the embedding table.</param>
/// <param name="Head">The device's columns of the LM head; nothing where it is the embedding table.</param>
/// <param name="Activations">The peak of activations of a step at the token budget, logits included.</param>
/// <param name="Workspace">Buffers of kernels and collectives.</param>
/// <param name="PerToken">Keys and values that one token leaves on the device, over all layers.</param>
public sealed record MemoryBudget(
    Bytes Capacity, Bytes Usable, Bytes LayerWeights, Bytes Embedding, Bytes Head, Bytes Activations, Bytes Workspace, Bytes PerToken)
{
    /// <summary>All weights on the device.</summary>
    public Bytes Weights => LayerWeights + Embedding + Head;

    /// <summary>What is left for keys and values; negative if the plan does not fit.</summary>
    public Bytes ForCache => Usable - Weights - Activations - Workspace;

    /// <summary>KV blocks that fit.</summary>
    /// <param name="blockTokens">Tokens of a block.</param>
    public long BlocksOf(int blockTokens) => Math.Max(0, ForCache.Count / (PerToken.Count * blockTokens));

    /// <summary>The breakdown, for refusals and reports, in GiB.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"usable {GiB(Usable):F2} GiB of {GiB(Capacity):F2} GiB: layer weights {GiB(LayerWeights):F2}, embedding {GiB(Embedding):F2}, LM head {GiB(Head):F2}, activations {GiB(Activations):F2}, workspace {GiB(Workspace):F2}, left for KV {GiB(ForCache):F2}");

    private static double GiB(Bytes size) => size.Count / 1073741824.0;
}
