using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Makes calibration points of the steps of programs.</summary>
/// <param name="executors">The machine, with nominal parameters.</param>
internal sealed class PointTimer(StepExecutors executors)
{
    /// <summary>Simulates a step of a program by itself.</summary>
    public CalibrationPoint Time(ProgramStep step) =>
        Of(step, executors.Detailed.Execute(new DeviceProgram([new ProgramBlock([step], 1)])).Elapsed);

    /// <summary>A point whose time is known already.</summary>
    public CalibrationPoint Of(ProgramStep step, Duration elapsed)
    {
        string kind = step.Kind.ToString();
        if (step is KernelStep kernel) return new KernelPoint(kind, kernel.Kernel, elapsed);
        OperatorTiming whole = executors.Analytical.Predict(step);
        return new CollectivePoint(kind, $"{step.Name} {whole.Tiling}", elapsed, whole.NetworkBytes, executors.Analytical.PartsOf((CollectiveStep)step));
    }
}
