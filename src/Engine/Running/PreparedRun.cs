using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Heat;
using DeepStack.Sim.Engine.KvTransfers;
using DeepStack.Sim.Engine.Sampled;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Routing;
using DeepStack.Sim.Workload.Steps;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Engine.Running;

/// <summary>A scenario with all its files read, checked against each other, and its defaults filled in.</summary>
public sealed class PreparedRun
{
    private PreparedRun(Scenario scenario, PlatformSpec platform, ModelSpec model, RequestTrace trace, ResolvedServing serving, ExpertRouting routing)
    {
        Scenario = scenario;
        Platform = platform;
        Model = model;
        Trace = trace;
        Serving = serving;
        Routing = routing;
    }

    /// <summary>A run of several pools; what it has only one of is that of its first pool.</summary>
    private PreparedRun(PreparedRun first, Scenario scenario, IReadOnlyList<PreparedPool> pools)
        : this(scenario, first.Platform, first.Model, first.Trace, first.Serving, first.Routing)
    {
        Pools = pools;
        Heat = first.Heat;
        Calibration = first.Calibration;
    }

    /// <summary>The scenario, its limits resolved.</summary>
    public Scenario Scenario { get; }

    /// <summary>The machine.</summary>
    public PlatformSpec Platform { get; }

    /// <summary>The model.</summary>
    public ModelSpec Model { get; }

    /// <summary>The requests.</summary>
    public RequestTrace Trace { get; }

    /// <summary>How requests are served.</summary>
    public ResolvedServing Serving { get; }

    /// <summary>How tokens choose their experts.</summary>
    public ExpertRouting Routing { get; }

    /// <summary>What is known of the closed form on this machine; null for its nominal values.</summary>
    public EngineCalibration? Calibration { get; private init; }

    /// <summary>Who starts the kernels of steps; null for the device.</summary>
    internal LaunchRule? Launch => Serving.Launch;

    /// <summary>The pools that serve; one with all replicas where the scenario names none.</summary>
    public IReadOnlyList<PreparedPool> Pools { get; private init; } = [];

    /// <summary>Whether KV blocks move between replicas or to their hosts.</summary>
    internal bool MovesKv => Scenario.HostMemory is not null || Pools.Any(pool => pool.Role != PoolRole.Both);

    /// <summary>Whether the machine says how long steps take, and not a step model that the scenario names.</summary>
    public bool TimesSteps => Serving.Options.IsSimulated;

    /// <summary>Whether energy is accounted: the machine says what events cost, and its operators are simulated.</summary>
    public bool CountsEnergy => Platform.EnergyCosts is not null && TimesSteps;

    /// <summary>How the heat of each device is followed; null where it is left out.</summary>
    internal HeatPlan? Heat { get; private init; }

    /// <summary>Reads and checks everything that a scenario names.</summary>
    /// <exception cref="PresetException">Machine, model, plan and limits do not fit together.</exception>
    /// <exception cref="TraceFormatException">The trace cannot be read, or holds requests that are too long.</exception>
    public static PreparedRun From(Scenario scenario)
    {
        ModelSpec model = ModelLibrary.Open(scenario.Model);
        if (scenario.Pools.Count == 0)
        {
            PreparedRun run = Prepare(scenario, model, () => ReadTrace(scenario, model));
            return Checked(new PreparedRun(run, run.Scenario, [new PreparedPool("", PoolRole.Both, run.Scenario.Plan.DataParallel, run)]));
        }
        RequestTrace? trace = null;
        PreparedPool[] pools = [.. scenario.Pools.Select(pool => Prepare(pool, scenario, model, () => trace ??= ReadTrace(scenario, model)))];
        MemoryServing.RequireNone(pools);
        Scenario resolved = scenario with { Pools = new PoolList(scenario.Pools.Zip(pools, (asked, pool) => asked with { Replicas = pool.Replicas, Plan = pool.Run.Scenario.Plan, Serving = pool.Run.Scenario.Serving })) };
        return Checked(new PreparedRun(pools[0].Run, resolved, pools));
    }

    private static PreparedRun Checked(PreparedRun run)
    {
        KvExchanges.Check(run);
        return run;
    }

    /// <summary>A pool as a run of its own: its replicas are counted apart, so that each only has to fit into a machine.</summary>
    private static PreparedPool Prepare(PoolSpec pool, Scenario scenario, ModelSpec model, Func<RequestTrace> trace)
    {
        Scenario own = scenario with { Platform = pool.Platform, Plan = pool.Plan with { DataParallel = 1 }, Serving = pool.Serving, Pools = PoolList.None };
        try
        {
            return new PreparedPool(pool.Name, pool.Role, pool.Replicas * pool.Plan.DataParallel, Prepare(own, model, trace));
        }
        catch (PresetException fault)
        {
            throw new PresetException($"Pool {pool.Name}: {fault.Message}", fault);
        }
    }

    private static PreparedRun Prepare(Scenario scenario, ModelSpec model, Func<RequestTrace> readTrace)
    {
        PlatformSpec platform = PlatformPreset.Open(scenario.Platform);
        PlanFitting.Check(model, scenario.Plan, platform.Devices);
        PlanFitting.CheckPlacement(scenario.Plan, platform);
        MemoryFitting.Check(model, scenario.Plan, platform);
        RequirePrecision(model, platform);
        ExpertRouting routing = RoutingOf(model, scenario.ExpertRouting);
        ResolvedServing serving = ResolvedServing.For(scenario, model, platform);
        EngineCalibration? calibration = ReadCalibration(scenario, platform);
        Scenario resolved = scenario with { Serving = serving.Options };
        // Everything short is read before the trace: a fault in it is named at once.
        HeatPlan? heat = HeatPlan.Of(resolved, platform);
        return MemoryServing.Checked(new PreparedRun(resolved, platform, model, readTrace(), serving, routing) { Calibration = calibration, Heat = heat });
    }

    /// <summary>A hash of everything that the time of a step depends on: program, machine, model and plan.</summary>
    public string Fingerprint() => Fingerprint(OperatingPoint.Nominal);

    /// <summary>The same for devices at a refresh rate and clock; nominal ones add nothing.</summary>
    internal string Fingerprint(OperatingPoint point)
    {
        var text = new StringBuilder(ProgramIdentity.Hash).Append('\n');
        foreach (PresetUse preset in Platform.Presets) text.Append(preset.Hash).Append('\n');
        var shape = new StepShape();
        shape.Add(new SequenceSlice(2, 1, Samples: true));
        shape.Add(new SequenceSlice(1, 1, Samples: true));
        foreach ((Operator op, int count) in StepGraph.Of(Model, shape).Counted()) text.Append(op).Append(count).Append('\n');
        text.Append(Scenario.Plan with { DataParallel = 1 });
        AppendRouting(text);
        if (Launch is not null) text.Append('\n').Append(Launch.Mode).Append(Serving.Engine);
        if (point != OperatingPoint.Nominal) text.Append('\n').Append(point);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Experts are chosen by the workload, so that their loads depend on it and on the seed.</summary>
    private void AppendRouting(StringBuilder text)
    {
        if (!Model.HasExperts) return;
        text.Append('\n').Append(Scenario.Seed).Append(Routing);
        foreach (double count in Routing.Recorded) text.Append(count.ToString("R", CultureInfo.InvariantCulture)).Append(' ');
    }

    /// <summary>What the simulated parts of a point belong to.</summary>
    internal MemoHead MemoHeadFor(OperatingPoint point) => new(
        Fingerprint(point),
        ProgramIdentity.Hash,
        $"{Model.Name} as {Scenario.Plan with { DataParallel = 1 }} on {Platform.Name}{(point == OperatingPoint.Nominal ? "" : $", {point}")}");

    /// <summary>What times the steps of a replica.</summary>
    public StepExecutors Executors() => Executors(OperatingPoint.Nominal, null);

    /// <summary>What times the steps of a replica whose devices work at a refresh rate and clock.</summary>
    internal StepExecutors Executors(OperatingPoint point, MemoFile? memoFile, Probe? probe = null)
    {
        PlatformSpec machine = Platform.At(point);
        return new StepExecutors(Model, machine, new StepLowering(Scenario.Plan, DeviceRates.Of(machine.Device), new ExpertLoads(Routing, Scenario.Seed), machine.AttentionMemory), memoFile, Calibration, Launch, probe);
    }

    /// <summary>A routing that fits a model's experts.</summary>
    /// <exception cref="PresetException">Its words are not known, or it records other experts.</exception>
    internal static ExpertRouting RoutingOf(ModelSpec model, string text)
    {
        ExpertRouting routing = ExpertRouting.Parse(text);
        foreach (LayerGroup group in model.Layers)
        {
            if (group.FeedForward is MixtureOfExperts moe) routing.PopularityOf(moe.Experts);
        }
        return routing;
    }

    private static EngineCalibration? ReadCalibration(Scenario scenario, PlatformSpec platform)
    {
        if (scenario.Calibration is not { } file) return null;
        if (scenario.Fidelity != Fidelity.Analytical) throw new PresetException($"A calibration ({file}) belongs to fidelity analytical; this run is {FidelityNames.Of(scenario.Fidelity)}. Leave out --calibration, or choose --fidelity analytical.");
        return EngineCalibration.Open(file, platform);
    }

    private static RequestTrace ReadTrace(Scenario scenario, ModelSpec model)
    {
        RequestSelection selection = scenario.Requests;
        var options = new TraceReadOptions
        {
            OnError = selection.OnError == "skip" ? BadRows.Skip : BadRows.Stop,
            Limit = selection.Limit > 0 ? selection.Limit : null,
            Horizon = selection.Before > Duration.Zero ? selection.Before : null,
            Seed = scenario.Seed,
        };
        Overlong overlong = selection.Overlong switch { "clip" => Overlong.Clip, "extend" => Overlong.Extend, _ => Overlong.Reject };
        RequestTrace trace = TraceReader.Read(scenario.Trace, options).SpedUp((decimal)selection.Speedup).Fitted(model.MaxPositions, overlong);
        if (trace.Requests.Count == 0) throw new TraceFormatException($"{scenario.Trace}: no request is left to replay.");
        return trace;
    }

    internal static void RequirePrecision(ModelSpec model, PlatformSpec platform)
    {
        NumberFormat format = model.Precision.Activations;
        if (!platform.Device.Compute.Matrix.Supports(format))
            throw new PresetException($"{platform.Name} does not compute {format}, which {model.Name} needs. It computes {string.Join(", ", platform.Device.Compute.Matrix.Rates.Select(r => r.Format))}.");
    }
}
