using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Analytical;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Routing;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Times of steps of one model on one machine in closed form, for many plans and sizes; what plans have in common is worked out once.</summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class DesignPoints
{
    /// <summary>Fixes the drawn loads of experts where nothing else is said.</summary>
    public const ulong Seed = 1;

    private readonly ModelSpec _model;
    private readonly PlatformSpec _platform;
    private readonly EngineCalibration? _calibration;
    private readonly ExpertLoads _loads;
    private readonly DeviceRates _rates;
    private readonly ProgramPredictor _programs;
    private readonly Dictionary<ParallelPlan, AnalyticalExecutor> _executors = [];

    /// <param name="model">The model.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="routing">How tokens choose experts, in the words of a scenario.</param>
    /// <param name="seed">Fixes the drawn loads of experts.</param>
    /// <param name="calibration">What is known of the closed form on this machine, or null.</param>
    /// <exception cref="PresetException">Model, machine and routing do not fit together, or the machine has an attention memory.</exception>
    public DesignPoints(ModelSpec model, PlatformSpec platform, string routing = "uniform", ulong seed = Seed, EngineCalibration? calibration = null)
    {
        PreparedRun.RequirePrecision(model, platform);
        if (platform.AttentionMemory is not null) throw new PresetException($"{platform.Name} computes decode attention in its attention memory, which design points do not know. Use step, estimate or replay, or choose a machine without it.");
        _model = model;
        _platform = platform;
        _calibration = calibration;
        _loads = new ExpertLoads(PreparedRun.RoutingOf(model, routing), seed);
        _rates = DeviceRates.Of(platform.Device);
        _programs = new ProgramPredictor(platform, calibration);
    }

    /// <summary>The time of a step.</summary>
    /// <exception cref="PresetException">The plan does not fit the model or the machine.</exception>
    public Duration TimeOf(ParallelPlan plan, StepShape shape) => TimingOf(plan, shape).Elapsed;

    /// <summary>The timing of a step with its operators; valid until the next call.</summary>
    /// <exception cref="PresetException">The plan does not fit the model or the machine.</exception>
    public StepTiming TimingOf(ParallelPlan plan, StepShape shape)
    {
        if (!_executors.TryGetValue(plan, out AnalyticalExecutor? executor)) _executors[plan] = executor = ExecutorOf(plan);
        return executor.Execute(shape);
    }

    private AnalyticalExecutor ExecutorOf(ParallelPlan plan)
    {
        PlanFitting.Check(_model, plan, _platform.Devices);
        PlanFitting.CheckPlacement(plan, _platform);
        return new AnalyticalExecutor(_model, new StepLowering(plan, _rates, _loads), _calibration, _programs);
    }
}
