using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Analytical.Kernels;
using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>A kernel of one device.</summary>
/// <param name="Kind">The kind of work.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Elapsed">Its time at event fidelity.</param>
public sealed record KernelPoint(string Kind, Kernel Kernel, Duration Elapsed)
    : CalibrationPoint(Kind, $"{Kernel.Name} {Kernel.Tiling}".TrimEnd(), Elapsed, Kernel.MemoryReads + Kernel.MemoryWrites, Kernel.MatrixWork + Kernel.VectorWork)
{
    /// <inheritdoc/>
    public override double Predict(KernelModel kernels, EngineParameters parameters) => kernels.Predict(Kernel).Elapsed.Picoseconds;
}
