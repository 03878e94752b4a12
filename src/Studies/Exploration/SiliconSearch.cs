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
    private readonly DesignPoints _points;
    private readonly SteadyPower? _power;

    /// <param name="space">The space.</param>
    /// <param name="silicon">The silicon.</param>
    /// <param name="model">The model of the space.</param>
    /// <param name="fronts">[batches] what is known of other silicon.</param>
    /// <exception cref="PresetException">Values of the silicon cannot be, or limits need what the machine does not say.</exception>
    public SiliconSearch(DesignSpace space, Silicon silicon, ModelSpec model, IReadOnlyList<DesignFront> fronts)
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
    }

    /// <summary>The silicon.</summary>
    public Silicon Silicon { get; }

    /// <summary>[batches] the fronts with this silicon's designs.</summary>
    public DesignFront[] Fronts { get; }

    /// <summary>What became of the points.</summary>
    public VerdictCounts Counts { get; } = new();

    /// <summary>Searches all plans.</summary>
    public void Run(IReadOnlyList<ParallelPlan> plans, CancellationToken cancellation)
    {
        for (int i = 0; i < Fronts.Length; i++)
        {
            foreach (ParallelPlan plan in plans)
            {
                cancellation.ThrowIfCancellationRequested();
                Counts.Add(Judge(plan, new BatchShare(plan, _space.Batches[i]), Fronts[i]));
            }
        }
    }

    private DesignVerdict Judge(ParallelPlan plan, BatchShare share, DesignFront front)
    {
        StepShape shape = ShapeOf(share.Sequences);
        if (!Fits(plan, shape, share)) return DesignVerdict.Memory;
        StepTiming timing = _points.TimingOf(plan, shape);
        SteadyState? state = _power?.During(timing, share.StagesBusy);
        if (_power is not null)
        {
            if (state is null || HeatOf(state.Value) > _space.Limits.Temperature) return DesignVerdict.Temperature;
            if (state.Value.Power > _space.Limits.Power) return DesignVerdict.Power;
        }
        double utps = (_space.Stage == DesignStage.Decode ? 1 : _space.Tokens) / timing.Elapsed.Seconds;
        front.Add(new ExploredDesign(Silicon, plan, share.Batch, share.Sequences, timing.Elapsed)
        {
            Utps = utps,
            Device = state is { } known ? known with { Hottest = HeatOf(known) } : null,
            StpsPerWatt = state is { } device ? utps * share.Batch / share.AllWatts(device.Power, _power!.Idle) : null,
        });
        return DesignVerdict.Feasible;
    }

    private StepShape ShapeOf(int sequences)
    {
        var shape = new StepShape();
        SequenceSlice slice = _space.Stage == DesignStage.Decode ? new SequenceSlice(1, _space.Tokens, Samples: true) : new SequenceSlice(_space.Tokens, 0, Samples: true);
        for (int i = 0; i < sequences; i++) shape.Add(slice);
        return shape;
    }

    /// <summary>A stage keeps the keys and values of its layers for all parts of the batch that are on their way through the pipeline.</summary>
    private bool Fits(ParallelPlan plan, StepShape shape, BatchShare share)
    {
        DeviceSpec device = _machine.Device;
        MemoryBudget budget = PlanFitting.BudgetOf(_model, plan, device.Memory.Capacity, utilisation: 1, shape.NewTokens, shape.SampledSequences, device.Compute.Shared.Mesh);
        return budget.PerToken * ((long)(shape.ContextTokens + shape.NewTokens) * share.Parts) <= budget.ForCache;
    }

    private Celsius? HeatOf(SteadyState state) => _space.Limits is { Temperature: not null, Judge: HeatJudge.OneNumber }
        ? OneNumberModel.Published.TemperatureAt(state.Power, _machine.Device.Memory.Dram.Layers)
        : state.Hottest;
}
