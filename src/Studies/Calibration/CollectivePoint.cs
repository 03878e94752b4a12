using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Analytical.Kernels;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Analytical;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>A collective between devices; its prediction is a sum of parts, of which two have a parameter each.</summary>
/// <param name="Kind">The kind of work.</param>
/// <param name="Name">What it is, with its size.</param>
/// <param name="Elapsed">Its time at event fidelity.</param>
/// <param name="Sent">Bytes that each device sends.</param>
/// <param name="Parts">The parts of its nominal time.</param>
public sealed record CollectivePoint(string Kind, string Name, Duration Elapsed, Bytes Sent, CollectiveParts Parts)
    : CalibrationPoint(Kind, Name, Elapsed, Sent, Flops.Zero)
{
    /// <inheritdoc/>
    public override double Predict(KernelModel kernels, EngineParameters parameters) =>
        Parts.Start.Picoseconds + Parts.Network.Picoseconds * parameters[EngineParameter.CollectiveNetwork] + Parts.Local.Picoseconds * parameters[EngineParameter.CollectiveLocal];
}
