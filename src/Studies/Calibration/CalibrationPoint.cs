using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Analytical.Kernels;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Something whose time is known from event fidelity, and that the closed form can predict.</summary>
/// <param name="Kind">The kind of work, such as "matrix-product".</param>
/// <param name="Name">What it is, with its sizes.</param>
/// <param name="Elapsed">Its time at event fidelity.</param>
/// <param name="Bytes">Bytes moved: to and from memory, or sent to other devices.</param>
/// <param name="Work">Operations.</param>
public abstract record CalibrationPoint(string Kind, string Name, Duration Elapsed, Bytes Bytes, Flops Work)
{
    /// <summary>The time that the closed form predicts, in picoseconds.</summary>
    /// <param name="kernels">The kernel model with the parameters.</param>
    /// <param name="parameters">The parameters.</param>
    public abstract double Predict(KernelModel kernels, EngineParameters parameters);
}
