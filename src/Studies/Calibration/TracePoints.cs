using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.TimingTraces;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Reads calibration points from the timing trace of a run: operators whose sizes follow from the tokens of their step.</summary>
/// <remarks>
/// Steps of pure decode are lowered again as in the run, by its scenario; attention is left out, for a step's record holds only the sum
/// of its contexts. Each number of sequences counts once, the first time it was simulated for exactly its sizes.
/// </remarks>
public static class TracePoints
{
    /// <summary>At most so many steps of a trace are used, spread evenly over the sizes that it holds.</summary>
    private const int MostSteps = 24;

    /// <summary>Reads a trace.</summary>
    /// <param name="path">The timing trace.</param>
    /// <param name="platform">The machine that is calibrated.</param>
    /// <exception cref="PresetException">The trace is of another machine, or has no simulated steps.</exception>
    /// <exception cref="Results.ResultFormatException">It is no timing trace, or of another version.</exception>
    public static IReadOnlyList<CalibrationPoint> Read(string path, PlatformSpec platform)
    {
        var run = new DecodeSteps();
        TraceReading reading = TimingTraceReader.Read(path, run);
        if (reading.Damage is { } damage) throw new PresetException($"{damage} A calibration needs whole traces.");
        RunHeader header = run.Header ?? throw new PresetException($"{path}: the trace has no header.");
        if (header.Platform != platform.Name) throw new PresetException($"{path}: the trace is of {header.Platform}; {platform.Name} is to be calibrated.");
        if (platform.Presets.FirstOrDefault(p => header.Presets.Any(known => known.Preset == p.Name && known.Hash != p.Hash)) is { } changed)
            throw new PresetException($"{path}: the trace is of another version of {platform.Name}: {changed.Name} has changed since. Replay again.");
        Scenario scenario = ScenarioFile.Read(PresetDocument.Parse($"{path} (scenario)", header.Scenario));
        StepExecutors executors = StepExecutors.Open(ModelLibrary.Open(scenario.Model), platform, scenario.Plan);
        int stride = Math.Max(1, (run.BySequences.Count + MostSteps - 1) / MostSteps);
        CalibrationPoint[] points = [.. run.BySequences.Where((_, i) => i % stride == 0).SelectMany(step => Of(step.Key, step.Value, run, executors))];
        if (points.Length == 0) throw new PresetException($"{path}: the trace holds no step of pure decode that was simulated for its own sizes; replay with --fidelity event.");
        return points;
    }

    private static IEnumerable<CalibrationPoint> Of(int sequences, List<OperatorRecord> operators, DecodeSteps run, StepExecutors executors)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, 1, Samples: true));
        var steps = new Dictionary<string, ProgramStep>();
        foreach (ProgramStep step in executors.Lower(shape).Blocks.SelectMany(block => block.Steps)) steps.TryAdd(step.Name, step);
        var timer = new PointTimer(executors, Bytes.Zero);
        foreach (OperatorRecord op in operators)
        {
            if (op.Kind != OperatorKind.Attention && op.Elapsed > Duration.Zero && steps.TryGetValue(run.NameOf(op), out ProgramStep? step) && step is KernelStep or CollectiveStep)
                yield return timer.Of(step, op.Elapsed);
        }
    }
}
