using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Engine.Analytical;
using DeepStack.Sim.Engine.AttentionMemory;
using DeepStack.Sim.Engine.Detailed;
using DeepStack.Sim.Engine.Sampled;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Routing;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Running;

/// <summary>The step executors of one machine, model and plan: all fidelities over the same programs.</summary>
public sealed class StepExecutors
{
    private readonly ParallelPlan _plan;
    private readonly LaunchRule? _launch;
    private readonly bool _writesToMemory;
    private readonly ModelSpec _model;
    private readonly StepLowering _lowering;

    /// <param name="model">The model.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="lowering">How steps become programs; made for the same model, plan and machine.</param>
    /// <param name="memoFile">Where simulated parts are kept between runs, or null.</param>
    /// <param name="calibration">What is known of the closed form on this machine, or null.</param>
    /// <param name="launch">Who starts kernels; null for the device.</param>
    /// <param name="probe">Who listens to banks and links at fidelity "event", if anybody.</param>
    internal StepExecutors(ModelSpec model, PlatformSpec platform, StepLowering lowering, MemoFile? memoFile = null, EngineCalibration? calibration = null, LaunchRule? launch = null, Probe? probe = null)
    {
        _launch = launch;
        _writesToMemory = platform.AttentionMemory is not null;
        _plan = lowering.Plan;
        _model = model;
        _lowering = lowering;
        var layout = new StepLayout(model, lowering);
        Detailed = new DetailedExecutor(model, platform, lowering, probe);
        Analytical = new AnalyticalExecutor(model, platform, lowering, calibration);
        Memo = new PartMemo(new PartSimulator(model, lowering, Detailed, Analytical, layout), memoFile);
        Sampled = new SampledExecutor(layout, Memo, new PartPredictor(model, lowering, Analytical, layout));
        Quick = new QuickSteps(layout, Memo);
    }

    /// <summary>The executors of a model spread over a machine, without a scenario around.</summary>
    /// <param name="model">The model.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="routing">How tokens choose experts, in the words of a scenario.</param>
    /// <param name="seed">Fixes the drawn loads of experts.</param>
    /// <param name="calibration">What is known of the closed form on this machine, or null.</param>
    /// <param name="launch">Who starts kernels; null for the device.</param>
    /// <param name="probe">Who listens to banks and links at fidelity "event", if anybody.</param>
    /// <exception cref="PresetException">Model, machine, plan and routing do not fit together.</exception>
    public static StepExecutors Open(ModelSpec model, PlatformSpec platform, ParallelPlan plan, string routing = "uniform", ulong seed = 1, EngineCalibration? calibration = null, LaunchRule? launch = null, Probe? probe = null)
    {
        PlanFitting.Check(model, plan, platform.Devices);
        PlanFitting.CheckPlacement(plan, platform);
        MemoryFitting.Check(model, plan, platform);
        PreparedRun.RequirePrecision(model, platform);
        var loads = new ExpertLoads(PreparedRun.RoutingOf(model, routing), seed);
        return new StepExecutors(model, platform, new StepLowering(plan, DeviceRates.Of(platform.Device), loads, platform.AttentionMemory), calibration: calibration, launch: launch, probe: probe);
    }

    /// <summary>What each device does in a step.</summary>
    public DeviceProgram Lower(StepShape shape) => _lowering.Lower(StepGraph.Of(_model, shape));

    /// <summary>Fidelity "event".</summary>
    public DetailedExecutor Detailed { get; }

    /// <summary>Fidelity "sampled".</summary>
    public SampledExecutor Sampled { get; }

    /// <summary>Fidelity "analytical".</summary>
    public AnalyticalExecutor Analytical { get; }

    /// <summary>The parts that have been simulated.</summary>
    public PartMemo Memo { get; }

    /// <summary>Rough times of steps, for comparing runs with each other.</summary>
    internal QuickSteps Quick { get; }

    /// <summary>The executor of a fidelity.</summary>
    public IStepExecutor For(Fidelity fidelity) => For(fidelity, _launch);

    /// <summary>The executor of a fidelity, whoever starts kernels.</summary>
    /// <param name="fidelity">The fidelity.</param>
    /// <param name="launch">Who starts kernels; null for the device.</param>
    public IStepExecutor For(Fidelity fidelity, LaunchRule? launch)
    {
        IStepExecutor executor = fidelity switch
        {
            Fidelity.Event => Detailed,
            Fidelity.Sampled => Sampled,
            _ => Analytical,
        };
        if (_plan.Overlap.HasFlag(OverlapModes.Interleaved)) executor = new InterleavedExecutor(executor);
        if (_writesToMemory) executor = new MemoryWriteExecutor(executor);
        if (_plan.MicroBatches > 1) executor = new PipelinedExecutor(executor, _plan.MicroBatches);
        return launch is null ? executor : new LaunchedExecutor(executor, launch);
    }
}
