using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>The attention heads that one device computes.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="QueryHeads">Query heads on the device; at least 1.</param>
/// <param name="KeyValueHeads">Key and value heads on the device; at least 1, replicated where there are more devices than heads.</param>
/// <param name="HeadSize">Elements of a head.</param>
/// <param name="Arithmetic">Format of queries and of the arithmetic.</param>
/// <param name="Cache">Format of the KV cache.</param>
public readonly record struct AttentionShape(
    string Name, int QueryHeads, int KeyValueHeads, int HeadSize, NumberFormat Arithmetic, NumberFormat Cache)
{
    /// <summary>Bytes of keys and values of a token.</summary>
    public Bytes PerToken => Cache.SizeOf(2L * KeyValueHeads * HeadSize);
}
