using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Heat;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>Searches one silicon: every batch and plan.</summary>
/// <remarks>
/// As in DeepStack's study a pipeline is full all the time: each of its stages has a part of the batch, and a token takes the time of one
/// step through all of them. Where there are fewer sequences than attention groups, each group has one and those of the batch count.
/// </remarks>
internal sealed class SiliconSearch
{
    private readonly DesignSpace _space;
    private readonly ModelSpec _model;
    private readonly PlatformSpec _machine;
    private readonly SteadyPower? _power;
    private readonly StepBound? _bound;
    private readonly DesignPoints _points;

    /// <param name="space">The space.</param>
    /// <param name="silicon">The silicon.</param>
    /// <param name="model">The model of the space.</param>
    /// <param name="fronts">[batches] what is known of other silicon.</param>
    /// <param name="isExhaustive">Whether every point is timed, even one that cannot be good enough.</param>
    /// <exception cref="PresetException">Values of the silicon cannot be, or limits need what the machine does not say.</exception>
    public SiliconSearch(DesignSpace space, Silicon silicon, ModelSpec model, IReadOnlyList<DesignFront> fronts, bool isExhaustive)
    {
        _space = space;
        _model = model;
        Silicon = silicon;
        Fronts = [.. fronts.Select(front => new DesignFront(front))];
        _machine = silicon.Open();
        _points = new DesignPoints(model, _machine, space.Routing);
        bool needsStack = space.Limits is { Temperature: not null, Judge: HeatJudge.Stack };
        _power = SteadyPower.Of(_machine, model.Precision.Activations, needsStack);
        if (_power is null && (space.Limits.Power is not null || space.Limits.Temperature is not null || space.Objective == DesignObjective.StpsPerWatt))
            throw new PresetException($"Limits of power and temperature and tokens a joule need the energy of {model.Precision.Activations} steps, which {space.Platform} does not say. Choose another machine, or leave them out.");
        _bound = isExhaustive ? null : new StepBound(_machine);
    }

    /// <summary>The silicon.</summary>
    public Silicon Silicon { get; }

    /// <summary>[batches] the fronts with this silicon's designs.</summary>
    public DesignFront[] Fronts { get; }

    /// <summary>What became of the points.</summary>
    public VerdictCounts Counts { get; } = new();

    /// <summary>Searches all plans at all batches, those of which most can be hoped for first.</summary>
    /// <param name="points">[batches, plans] the plans at each batch.</param>
    /// <param name="cancellation">Ends it without a result.</param>
    public void Run(IReadOnlyList<IReadOnlyList<PlanPoint>> points, CancellationToken cancellation)
    {
        if (points[0][0].Plan.Devices is var devices && devices != _machine.Devices)
            throw new PresetException($"{_space.Platform} has {devices} devices with some values of the axes and {_machine.Devices} with others ({Silicon}). Plans are for one number of devices: make a space for each.");
        for (int i = 0; i < Fronts.Length; i++)
        {
            foreach ((PlanPoint point, double least) in points[i].Select(point => (point, _bound?.SecondsOf(point.Plan, point.Work) ?? 0)).OrderBy(pair => pair.Item2))
            {
                cancellation.ThrowIfCancellationRequested();
                Counts.Add(Judge(point, least, Fronts[i]));
            }
        }
    }

    /// <param name="point">The plan at its batch.</param>
    /// <param name="least">Seconds that its step takes at least; 0 where it shall be timed in any case.</param>
    /// <param name="front">The best designs of the batch so far.</param>
    private DesignVerdict Judge(PlanPoint point, double least, DesignFront front)
    {
        if (!Fits(point)) return DesignVerdict.Memory;
        if (least > 0 && front.Surpasses(TokensIn(least) * point.Share.Batch, MostPerWatt(point, least))) return DesignVerdict.Bounded;
        StepTiming timing = _points.TimingOf(point.Plan, point.Shape);
        SteadyState? state = _power?.During(timing, point.Share.StagesBusy);
        if (_power is not null)
        {
            if (state is null || HeatOf(state.Value) > _space.Limits.Temperature) return DesignVerdict.Temperature;
            if (state.Value.Power > _space.Limits.Power) return DesignVerdict.Power;
        }
        double utps = TokensIn(timing.Elapsed.Seconds);
        front.Add(new ExploredDesign(Silicon, point.Plan, point.Share.Batch, point.Share.Sequences, timing.Elapsed)
        {
            PlanNumber = point.Number,
            Utps = utps,
            Device = state is { } known ? known with { Hottest = HeatOf(known) } : null,
            StpsPerWatt = state is { } device ? utps * point.Share.Batch / point.Share.AllWatts(device.Power, _power!.Idle) : null,
        });
        return DesignVerdict.Feasible;
    }

    /// <summary>Tokens a second of one user whose step takes so long.</summary>
    private double TokensIn(double seconds) => (_space.Stage == DesignStage.Decode ? 1 : _space.Tokens) / seconds;

    /// <summary>The most tokens a joule: a longer step only adds what is drawn without work.</summary>
    private double MostPerWatt(PlanPoint point, double least)
    {
        if (_power is null) return 0;
        Power busy = _power.LeastPower + Power.FromWatts(_power.LeastOf(point.Work).Joules * point.Share.StagesBusy / least);
        return TokensIn(least) * point.Share.Batch / point.Share.AllWatts(busy, _power.Idle);
    }

    /// <summary>A stage keeps the keys and values of its layers for all parts of the batch that are on their way through the pipeline.</summary>
    private bool Fits(PlanPoint point)
    {
        DeviceSpec device = _machine.Device;
        StepShape shape = point.Shape;
        MemoryBudget budget = PlanFitting.BudgetOf(_model, point.Plan, device.Memory.Capacity, utilisation: 1, shape.NewTokens, shape.SampledSequences, device.Compute.Shared.Mesh);
        return budget.PerToken * ((long)(shape.ContextTokens + shape.NewTokens) * point.Share.Parts) <= budget.ForCache;
    }

    private Celsius? HeatOf(SteadyState state) => _space.Limits is { Temperature: not null, Judge: HeatJudge.OneNumber }
        ? OneNumberModel.Published.TemperatureAt(state.Power, _machine.Device.Memory.Dram.Layers)
        : state.Hottest;
}
