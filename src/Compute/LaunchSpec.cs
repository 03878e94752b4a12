using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>What starting work on a device costs.</summary>
/// <param name="Kernel">From the end of one kernel to the first load of the next, when the sequence was captured or is driven by the device.</param>
/// <param name="Wave">From a core's end of one tile to its first load of the next.</param>
/// <param name="Reduction">The extra pass that joins partial results of a k or KV split.</param>
/// <param name="FusesElementwise">Whether norms, activations, rotary embedding and residual sums ride on the matrix operator before them.</param>
public sealed record LaunchSpec(Duration Kernel, Duration Wave, Duration Reduction, bool FusesElementwise)
{
    /// <summary>Fixed time of what picks the experts of a token: scores, groups, the best of each, several kernels in a row.</summary>
    public Duration ExpertChoice { get; init; } = Kernel;

    /// <summary>Fixed time of what picks the positions of a sparse attention: passes over rows as long as the longest context, and their gathering.</summary>
    public Duration PositionChoice { get; init; } = Kernel;
}
