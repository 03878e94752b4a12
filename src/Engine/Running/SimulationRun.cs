using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Confidence;
using DeepStack.Sim.Engine.Heat;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Serving.Profiled;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Engine.Running;

/// <summary>One run: a prepared scenario replayed from the first arrival to the last token, its records handed to a recorder.</summary>
public sealed class SimulationRun
{
    private readonly PreparedRun _prepared;
    private readonly RunServices _services;
    private readonly IStepModel? _named;
    private readonly ExecutorSet? _executors;

    /// <param name="prepared">What to run.</param>
    /// <param name="services">What may be used of the world outside.</param>
    public SimulationRun(PreparedRun prepared, RunServices services)
    {
        _prepared = prepared;
        _services = services;
        _named = StepModels.Open(prepared.Serving.Options.StepModel, prepared.Model, prepared.Scenario.Plan.TensorParallel);
        if (_named is null) _executors = new ExecutorSet(prepared, services);
    }

    /// <summary>Kernel events run so far, serving and machine together.</summary>
    public long Events { get; private set; }

    /// <summary>Parts of steps that this run had to simulate; 0 at fidelity "event".</summary>
    public int SimulatedParts => _executors?.SimulatedParts ?? 0;

    /// <summary>Whether a device grew too hot and shut down, which ended the run.</summary>
    public bool Tripped { get; private set; }

    /// <summary>Replays the trace.</summary>
    /// <exception cref="OperationCanceledException">The run was ended early.</exception>
    public void Execute(IRunRecorder recorder)
    {
        recorder.Begin(RunHeaders.Of(_prepared));
        EnergyMeter? meter = MeterOf(_prepared);
        RunHeat? heat = _prepared.Heat is { } plan ? new RunHeat(plan, _prepared.Scenario, meter!) : null;
        StepReservoir? sample = IsSampled ? new StepReservoir(_prepared.Scenario.Seed) : null;
        RunRecording recording = Serve(recorder, _executors is null ? null : replica => ExecutorOf(replica, heat, sample), meter, heat, _services);
        recording.Finish();
        recorder.End(EndOf(recording) with { Facts = [.. heat?.Facts() ?? [], .. sample is null ? [] : StudyOf(sample).Run(_prepared.Scenario.Confidence)] });
        Events += _executors?.Events ?? 0;
        _executors?.Save();
        if (_executors?.OutsideCalibration is { Count: > 0 } outside)
            _services.Warn($"Some sizes of {string.Join(", ", outside)} lie beyond what {_prepared.Scenario.Calibration} saw; their times rest on extrapolation.");
    }

    /// <summary>Serves the requests with other step times than those of the run's fidelity; gives what they experience.</summary>
    internal RunMetrics Observe(IStepExecutor executor)
    {
        var metrics = new RunMetrics();
        metrics.Begin(RunHeaders.Of(_prepared));
        metrics.End(EndOf(Serve(metrics, _ => executor, meter: null, heat: null, _services with { Progress = (_, _) => { } })));
        return metrics;
    }

    /// <summary>
    /// Whether a sample of the steps is to be simulated again: they are composed of parts, somebody wants to know how well, and no temperature
    /// makes equal steps differ.
    /// </summary>
    private bool IsSampled => _executors is not null && _prepared is { Heat: null, Scenario: { Fidelity: Fidelity.Sampled, Confidence.IsOn: true } };

    private ConfidenceStudy StudyOf(StepReservoir sample) =>
        new(_executors!.Nominal, sample, _prepared.Scenario.Seed, executor => SummaryNumbers.Of(Observe(executor)));

    private IStepExecutor ExecutorOf(int replica, RunHeat? heat, StepReservoir? sample)
    {
        if (heat is not null) return heat.ExecutorOf(replica, _executors!);
        IStepExecutor nominal = _executors!.For(OperatingPoint.Nominal);
        return sample is null ? nominal : new ObservedExecutor(nominal, sample);
    }

    /// <summary>Serves the requests; steps take the time of a named model, if the run has one, or that of a replica's executor.</summary>
    private RunRecording Serve(IRunRecorder recorder, Func<int, IStepExecutor>? executorOf, EnergyMeter? meter, RunHeat? heat, RunServices services)
    {
        var simulation = new Simulation();
        int replicas = _prepared.Scenario.Plan.DataParallel;
        int groups = _prepared.Scenario.Plan.AttentionData;
        ExecutorStepModel[]? models = executorOf is null ? null : [.. Enumerable.Range(0, replicas).Select(i => new ExecutorStepModel(executorOf(i)))];
        // A run of steps is recorded when it ends; with several replicas that would be later than steps of the others.
        bool merges = services.MergesDecodes && replicas * groups == 1;
        ResolvedServing serving = _prepared.Serving;
        var recording = new RunRecording(
            recorder,
            new BoundFinder(_prepared.Platform),
            meter,
            heat,
            replicas * groups,
            models is null ? null : [.. models.SelectMany(model => Enumerable.Repeat(model, groups))],
            serving.Host,
            _prepared.Trace.Requests.Count,
            serving.Scheduler.UsableBlocks,
            _prepared.Scenario.Plan);
        new ServingRun(
            simulation,
            _prepared.Trace.Requests,
            [.. Enumerable.Range(0, replicas).Select(i => new ReplicaSetup(SchedulersOf(serving, groups), models is null ? _named! : models[i]) { MergesDecodes = merges })],
            Routers.Open(serving.Options.Router, _prepared.Scenario.Seed),
            serving.Host,
            new WatchedObserver(recording, _prepared.Trace.Requests.Count, services, () => StopIfTripped(simulation, heat)),
            clients: _prepared.Scenario.Clients,
            seed: _prepared.Scenario.Seed).RunToEnd();
        Events += simulation.ProcessedCount;
        return recording;
    }

    private RunEnd EndOf(RunRecording recording) => new(recording.LastEnd, recording.EndedRequests == _prepared.Trace.Requests.Count);

    private void StopIfTripped(Simulation simulation, RunHeat? heat)
    {
        if (heat is null or { Tripped: false }) return;
        Tripped = true;
        simulation.Stop();
    }

    /// <summary>Each attention group has a scheduler of its own.</summary>
    private static ReplicaScheduler[] SchedulersOf(ResolvedServing serving, int groups) =>
        [.. Enumerable.Range(0, groups).Select(_ => new ReplicaScheduler(serving.Scheduler))];

    private static EnergyMeter? MeterOf(PreparedRun run) => run.CountsEnergy
        ? new EnergyMeter(run.Platform.EnergyCosts!, run.Platform, run.Model.Precision.Activations, run.Scenario.Plan.TensorParallel, run.Scenario.Plan.PipelineParallel)
        : null;
}
