using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Analytical.Kernels;

/// <summary>The predicted time of a kernel.</summary>
/// <param name="Elapsed">From its launch to its end.</param>
/// <param name="ComputeBusy">How long the units of a core are busy.</param>
public readonly record struct KernelTime(Duration Elapsed, Duration ComputeBusy);
