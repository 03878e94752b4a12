using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>What the kernels of routed experts cost for one format of weights.</summary>
/// <param name="Format">The format of the weights.</param>
/// <param name="IsBlockScaled">Whether blocks of weights have scales of their own, which goes through other kernels.</param>
/// <param name="Launch">Fixed time of each product of an expert layer: sorting rows by expert, padding, preparing.</param>
/// <param name="Sustained">Share of the peak matrix rate, in (0, 1].</param>
public sealed record ExpertKernelSpec(NumberFormat Format, bool IsBlockScaled, Duration Launch, double Sustained)
{
    /// <summary>Rows of a tile where the library has one size for all; 0 where it picks the fastest.</summary>
    public int TileRows { get; init; }

    /// <summary>Whether passes over routed rows touch all of them, those of experts on other devices too.</summary>
    public bool PassesAllRows { get; init; }
}
