using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Serving.Profiled;

namespace DeepStack.Sim.Engine.Running;

/// <summary>A part of a simulated step whose transactions and packets are recorded.</summary>
/// <remarks>The step is simulated again with somebody listening: it goes as the first time, and its transactions follow its operators without being kept.</remarks>
/// <param name="Window">The part.</param>
/// <param name="Repeat">Simulates the step again and tells the probe.</param>
public sealed record ObservedWindow(TimeWindow Window, Action<Probe> Repeat)
{
    /// <summary>The steps of a run must be such that they can be simulated again.</summary>
    /// <exception cref="PresetException">A named model times them, or a plan composes them of parts.</exception>
    public static void RequireOneSimulation(PreparedRun run)
    {
        if (run.Serving.Options.StepModel is var model && model != StepModels.Simulated)
            throw new PresetException($"--window asks for transactions, and the step model {model} knows no machine that could have any. Leave --step-model out.");
        foreach (PreparedPool pool in run.Pools) RequireOneSimulation(pool.Run.Scenario.Plan);
    }

    /// <summary>Transactions have instants only where a step is simulated in one piece.</summary>
    /// <exception cref="PresetException">The plan's steps are composed of parts.</exception>
    public static void RequireOneSimulation(ParallelPlan plan)
    {
        if (plan.MicroBatches > 1 || plan.Overlap.HasFlag(OverlapModes.Interleaved))
            throw new PresetException("--window asks for transactions, and a step in micro-batches or interleaved halves is composed of parts that are simulated apart. Leave those options out.");
    }
}
