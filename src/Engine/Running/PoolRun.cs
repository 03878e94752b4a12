using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Confidence;
using DeepStack.Sim.Engine.Heat;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Serving.Profiled;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Engine.Running;

/// <summary>The replicas of one pool during a run: what times their steps, and what accounts their energy.</summary>
internal sealed class PoolRun
{
    private readonly PreparedPool _pool;
    private readonly IStepModel? _named;
    private readonly ExecutorSet? _executors;
    private readonly Action<string> _warn;
    private EnergyMeter? _meter;
    private RunHeat? _heat;

    public PoolRun(PreparedPool pool, RunServices services)
    {
        _pool = pool;
        _warn = services.Warn;
        _named = StepModels.Open(pool.Run.Serving.Options.StepModel, pool.Run.Model, pool.Run.Scenario.Plan.TensorParallel);
        if (_named is null) _executors = new ExecutorSet(pool.Run, services);
    }

    /// <summary>Kernel events of simulated machines.</summary>
    public long Events => _executors?.Events ?? 0;

    /// <summary>Parts of steps that were simulated.</summary>
    public int SimulatedParts => _executors?.SimulatedParts ?? 0;

    /// <summary>What times steps; null where a named model does.</summary>
    public ExecutorSet? Executors => _executors;

    /// <summary>Sets the replicas up for the run itself.</summary>
    /// <param name="recorder">Who receives the records.</param>
    /// <param name="names">Numbers of names.</param>
    /// <param name="sample">Takes steps to be simulated again; null where none are.</param>
    public IEnumerable<RecordedReplica[]> Record(IRunRecorder recorder, NameTable names, StepReservoir? sample)
    {
        PreparedRun run = _pool.Run;
        ParallelPlan plan = run.Scenario.Plan;
        _meter = run.CountsEnergy ? new EnergyMeter(run.Platform.EnergyCosts!, run.Platform, run.Model.Precision.Activations, plan.TensorParallel, plan.PipelineParallel) : null;
        _heat = run.Heat is { } heat ? new RunHeat(heat, run.Scenario.Heat, _pool.Replicas, _meter!) : null;
        return SetUp(recorder, names, _executors is null ? null : replica => ExecutorOf(replica, sample));
    }

    /// <summary>Sets the replicas up to be served once more, with other step times, and without energy and heat.</summary>
    public IEnumerable<RecordedReplica[]> Observe(IRunRecorder recorder, NameTable names, IStepExecutor executor)
    {
        (EnergyMeter? meter, RunHeat? heat) = (_meter, _heat);
        (_meter, _heat) = (null, null);
        RecordedReplica[][] replicas = [.. SetUp(recorder, names, _ => executor)];
        (_meter, _heat) = (meter, heat);
        return replicas;
    }

    private IStepExecutor ExecutorOf(int replica, StepReservoir? sample)
    {
        return _heat?.ExecutorOf(replica, At) ?? At(OperatingPoint.Nominal);

        IStepExecutor At(OperatingPoint point)
        {
            IStepExecutor executor = _executors!.For(point);
            return sample is null ? executor : new ObservedExecutor(executor, sample);
        }
    }

    /// <summary>The ranks of each replica: its attention groups, which step together.</summary>
    private IEnumerable<RecordedReplica[]> SetUp(IRunRecorder recorder, NameTable names, Func<int, IStepExecutor>? executorOf)
    {
        PreparedRun run = _pool.Run;
        ParallelPlan plan = run.Scenario.Plan;
        var operators = new OperatorRecording(recorder, names, new BoundFinder(run.Platform), _meter, plan.TensorParallel);
        for (int replica = 0; replica < _pool.Replicas; replica++)
        {
            ExecutorStepModel? model = executorOf is null ? null : new ExecutorStepModel(executorOf(replica));
            int first = replica * plan.AttentionData;
            yield return [.. Enumerable.Range(first, plan.AttentionData).Select(rank => new RecordedReplica(_pool.NameOf(rank), model, _executors, operators, _heat, rank, run.Serving.Host, run.Serving.Scheduler.UsableBlocks, _pool.DevicesOfRank))];
        }
    }

    /// <summary>A replica to be served by.</summary>
    public ReplicaSetup SetupOf(RecordedReplica[] groups) =>
        new([.. groups.Select(_ => new ReplicaScheduler(_pool.Run.Serving.Scheduler))], groups[0].Model is { } model ? model : _named!)
        {
            Costs = _pool.Run.Serving.Host,
            Jitter = _pool.Run.Serving.Jitter is { } jitter ? jitter with { KeepsMachineTime = groups[0].Model is not null } : null,
        };

    /// <summary>Whether a device has shut down.</summary>
    public bool Tripped => _heat is { Tripped: true };

    /// <summary>Whether heat or a power cap changed refresh or clock for some step.</summary>
    public bool IsHeldBack => _heat is { IsHeldBack: true };

    /// <summary>Records what is known only when the last step has ended, and keeps what was simulated.</summary>
    public void Finish(SimTime end, IReadOnlyList<int> deviceTracks, IRunRecorder recorder, NameTable names)
    {
        if (_heat is null)
        {
            _meter?.Finish(end - SimTime.Zero, _pool.Ranks, recorder, names);
        }
        else
        {
            _heat.Finish(end, _pool.DevicesOfReplica, deviceTracks, recorder);
            _meter!.Finish(recorder, names);
        }
    }

    /// <summary>Keeps what was simulated, and tells of what the calibration did not see.</summary>
    public void Save()
    {
        _executors?.Save();
        if (_executors?.OutsideCalibration is { Count: > 0 } outside)
            _warn($"Some sizes of {string.Join(", ", outside)} lie beyond what {_pool.Run.Scenario.Calibration} saw; their times rest on extrapolation.");
    }

    /// <summary>What became known of its heat.</summary>
    public IEnumerable<RunFact> Facts() =>
        (_heat?.Facts() ?? []).Select(fact => _pool.Name.Length == 0 ? fact : fact with { Name = $"{_pool.Name}: {fact.Name}" });
}
