using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Serving.Engines;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Steps;

/// <summary>Says how fast a measured run should have been.</summary>
/// <remarks>
/// Nothing is fitted here: chips and machines are presets, host time is that of the engine's profile. How the benchmark's tokens chose
/// their experts is an input: its authors saw correlated choices, so that a batch of T tokens reaches about as many experts as the square root of T
/// independent ones.
/// </remarks>
/// <param name="fidelity">How steps are timed.</param>
public sealed class StepPredictor(Fidelity fidelity)
{
    /// <summary>How tokens of these runs choose their experts.</summary>
    public const string Routing = "correlated:0.5";

    private const string Engine = "vllm@main-2026-08";

    private readonly EngineProfile _engine = EngineProfile.Open(Engine);
    private readonly Dictionary<(string Model, string Platform, bool SharesExperts), StepExecutors> _executors = [];
    private readonly Dictionary<(string Model, string Platform, bool SharesExperts, int Tokens), Duration> _prompts = [];

    /// <summary>Output tokens a second of all sequences.</summary>
    public double DecodeRate(MeasuredStep run)
    {
        var shape = new StepShape();
        for (int i = 0; i < run.Batch; i++) shape.Add(new SequenceSlice(1, run.Context, Samples: true));
        LaunchRule? launch = LaunchRule.Of(run.IsCaptured ? "graphs" : "eager", _engine);
        Duration device = ExecutorsFor(run).For(fidelity, launch).Execute(shape).Elapsed;
        return run.Batch / (device + _engine.HostCosts.OfStep(shape)).Seconds;
    }

    /// <summary>Prompt tokens a second of all sequences, which enter in steps of the engine's token budget.</summary>
    public double PromptRate(MeasuredStep run)
    {
        int perStep = Math.Max(1, _engine.SchedulerFor(PlatformPreset.Open(run.Platform).Device.Memory.Capacity).TokenBudget / run.Prompt);
        Duration time = Duration.Zero;
        for (int left = run.Batch; left > 0; left -= perStep) time += PromptStep(run, Math.Min(left, perStep));
        return (double)run.Batch * run.Prompt / time.Seconds;
    }

    private Duration PromptStep(MeasuredStep run, int prompts)
    {
        var key = (run.Model, run.Platform, run.SharesExperts, prompts * run.Prompt);
        if (_prompts.TryGetValue(key, out Duration known)) return known;
        var shape = new StepShape();
        for (int i = 0; i < prompts; i++) shape.Add(new SequenceSlice(run.Prompt, 0, Samples: true));
        return _prompts[key] = ExecutorsFor(run).For(fidelity).Execute(shape).Elapsed + _engine.HostCosts.OfStep(shape);
    }

    private StepExecutors ExecutorsFor(MeasuredStep run)
    {
        var key = (run.Model, run.Platform, run.SharesExperts);
        if (_executors.TryGetValue(key, out StepExecutors? known)) return known;
        ModelSpec model = ModelLibrary.Open(run.Model);
        PlatformSpec platform = PlatformPreset.Open(run.Platform);
        var plan = new ParallelPlan(platform.Devices) { ExpertParallel = run.SharesExperts && model.HasExperts ? platform.Devices : 1 };
        return _executors[key] = StepExecutors.Open(model, platform, plan, Routing);
    }
}
