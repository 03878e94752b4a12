using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The on-chip buffer between memory and all cores: an L2, or the tiles' buffers joined by the NoC.</summary>
/// <param name="Capacity">What it holds.</param>
/// <param name="Rate">What it delivers to all cores together.</param>
/// <param name="Latency">From request to first data.</param>
public sealed record SharedBufferSpec(Bytes Capacity, Bandwidth Rate, Duration Latency)
{
    /// <summary>Neighbouring cores that one read serves when they need the same tile (thread block clusters with multicast); at least 1.</summary>
    public int Multicast { get; init; } = 1;

    /// <summary>The mesh of cores under their channels that the NoC behind the buffer is; null where every channel is as far from every core.</summary>
    public TileMesh? Mesh { get; init; }
}
