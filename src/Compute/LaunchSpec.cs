using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>What starting work on a device costs.</summary>
/// <param name="Kernel">From the end of one kernel to the first load of the next, when the sequence was captured or is driven by the device.</param>
/// <param name="Wave">From a core's end of one tile to its first load of the next.</param>
/// <param name="Reduction">The extra pass that joins partial results of a k or KV split.</param>
/// <param name="FusesElementwise">Whether norms, activations, rotary embedding and residual sums ride on the matrix operator before them.</param>
public sealed record LaunchSpec(Duration Kernel, Duration Wave, Duration Reduction, bool FusesElementwise);
