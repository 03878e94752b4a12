using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>An accelerator and the links between several, as GenZ describes them.</summary>
/// <param name="Name">The name, such as "H100_GPU".</param>
/// <param name="Compute">Arithmetic on 16-bit numbers.</param>
/// <param name="Memory">What fits off chip.</param>
/// <param name="MemoryBandwidth">Off-chip bandwidth.</param>
/// <param name="LinkBandwidth">What a device sends to the others.</param>
/// <param name="LinkLatency">One hop.</param>
public sealed record GenZPlatform(string Name, FlopRate Compute, Bytes Memory, Bandwidth MemoryBandwidth, Bandwidth LinkBandwidth, Duration LinkLatency)
{
    /// <summary>Bandwidth of the on-chip buffer: 18000 GiB/s on every platform of that tool.</summary>
    public Bandwidth OnChipBandwidth { get; init; } = FromGibibytes(18000);

    /// <summary>Bandwidth of the memory that takes what does not fit: 128 GiB/s in that tool, which calls them GB/s.</summary>
    public Bandwidth OffloadBandwidth { get; init; } = FromGibibytes(128);

    /// <summary>A bandwidth in 2^30 bytes a second, the unit of that tool.</summary>
    public static Bandwidth FromGibibytes(double perSecond) => Bandwidth.FromBytesPerSecond(perSecond * (1L << 30));
}
