using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Makes calibration points of the steps of programs.</summary>
/// <param name="executors">The machine, with nominal parameters.</param>
/// <param name="line">What one access to every channel of the memory moves; zero where memory has no such grain.</param>
internal sealed class PointTimer(StepExecutors executors, Bytes line)
{
    private const int Lines = 8, MostRepetitions = 4096;

    /// <summary>Simulates a step of a program, again and again until a few lines of memory have moved: only then does it begin anywhere in a line, as in a model.</summary>
    public CalibrationPoint Time(ProgramStep step)
    {
        int repetitions = step is KernelStep { Kernel: var kernel } ? RepetitionsOf(kernel.MemoryReads + kernel.MemoryWrites) : 1;
        return Of(step, executors.Detailed.Execute(new DeviceProgram([new ProgramBlock([step], repetitions)])).Elapsed / repetitions);
    }

    private int RepetitionsOf(Bytes moved) => moved == Bytes.Zero ? 1 : (int)Math.Clamp((line * Lines).DividedIntoPiecesOf(moved), 1, MostRepetitions);

    /// <summary>A point whose time is known already.</summary>
    public CalibrationPoint Of(ProgramStep step, Duration elapsed)
    {
        string kind = step.Kind.ToString();
        if (step is KernelStep kernel) return new KernelPoint(kind, kernel.Kernel, elapsed);
        OperatorTiming whole = executors.Analytical.Programs.Predict(step);
        return new CollectivePoint(kind, $"{step.Name} {whole.Tiling}", elapsed, whole.NetworkBytes, executors.Analytical.Programs.PartsOf((CollectiveStep)step));
    }
}
