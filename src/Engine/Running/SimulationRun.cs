using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Engine.Confidence;
using DeepStack.Sim.Engine.KvTransfers;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;

namespace DeepStack.Sim.Engine.Running;

/// <summary>One run: a prepared scenario replayed from the first arrival to the last token, its records handed to a recorder.</summary>
public sealed class SimulationRun
{
    private readonly PreparedRun _prepared;
    private readonly RunServices _services;
    private readonly PoolRun[] _pools;
    private readonly RunHeader _header;

    /// <param name="prepared">What to run.</param>
    /// <param name="services">What may be used of the world outside.</param>
    public SimulationRun(PreparedRun prepared, RunServices services)
    {
        _prepared = prepared;
        _services = services;
        _pools = [.. prepared.Pools.Select(pool => new PoolRun(pool, services))];
        _header = RunHeaders.Of(prepared);
    }

    /// <summary>Kernel events run so far, serving and machine together.</summary>
    public long Events { get; private set; }

    /// <summary>Parts of steps that this run had to simulate; 0 at fidelity "event".</summary>
    public int SimulatedParts => _pools.Sum(pool => pool.SimulatedParts);

    /// <summary>Whether a device grew too hot and shut down, which ended the run.</summary>
    public bool Tripped { get; private set; }

    /// <summary>Replays the trace.</summary>
    /// <exception cref="OperationCanceledException">The run was ended early.</exception>
    public void Execute(IRunRecorder recorder)
    {
        recorder.Begin(_header with { Window = _services.Window });
        var names = new NameTable(recorder);
        StepReservoir? sample = IsSampled ? new StepReservoir(_prepared.Scenario.Seed) : null;
        (RunRecording recording, KvMoveRecording? moves) = Serve(recorder, names, pool => pool.Record(recorder, names, sample), _services);
        FinishPools(recording, recorder, names);
        if (_services.Window is { } window) _services.Warn(WindowReport.Of(window, [.. recording.Windows]));
        RunFact[] confidence = [.. sample is null ? [] : _pools[0].IsHeldBack || Tripped ? [HeldBack] : StudyOf(sample).Run(_prepared.Scenario.Confidence)];
        recorder.End(EndOf(recording) with { Facts = [.. _pools.SelectMany(pool => pool.Facts()), .. moves?.Facts() ?? [], .. confidence] });
        Events += _pools.Sum(pool => pool.Events);
        foreach (PoolRun pool in _pools) pool.Save();
    }

    /// <summary>Serves the requests with other step times than those of the run's fidelity; gives what they experience.</summary>
    internal RunMetrics Observe(IStepExecutor executor)
    {
        var metrics = new RunMetrics();
        metrics.Begin(_header);
        var names = new NameTable(metrics);
        (RunRecording recording, _) = Serve(metrics, names, pool => pool.Observe(metrics, names, executor), _services with { Progress = (_, _) => { }, Window = null });
        metrics.End(EndOf(recording));
        return metrics;
    }

    /// <summary>
    /// Whether a sample of the steps is to be simulated again: they are those of one machine and plan, composed of parts, and somebody wants to know
    /// how well.
    /// </summary>
    private bool IsSampled => _pools is [{ Executors: not null }] && _prepared.Scenario is { Fidelity: Fidelity.Sampled, Confidence.IsOn: true };

    /// <summary>What a run says whose equal steps differ in refresh or clock: the sample's errors would be those of another machine.</summary>
    private static RunFact HeldBack { get; } = new(MetricInterval.Facts, "precision", "not known: heat or a power cap changed refresh or clock, and intervals are made for steps at the nominal point alone");

    private ConfidenceStudy StudyOf(StepReservoir sample) =>
        new(_pools[0].Executors!.Nominal, sample, _prepared.Scenario.Seed, executor => SummaryNumbers.Of(Observe(executor)));

    /// <summary>Serves the requests.</summary>
    private (RunRecording Recording, KvMoveRecording? Moves) Serve(IRunRecorder recorder, NameTable names, Func<PoolRun, IEnumerable<RecordedReplica[]>> replicasOf, RunServices services)
    {
        var simulation = new Simulation();
        RecordedReplica[][][] replicas = [.. _pools.Select(pool => replicasOf(pool).ToArray())];
        int requests = _prepared.Trace.Requests.Count;
        var recording = new RunRecording(recorder, names, [.. replicas.SelectMany(pool => pool.SelectMany(groups => groups))], requests, services.Window);
        // A run of steps is recorded when it ends; with several replicas that would be later than steps of the others.
        bool merges = services.MergesDecodes && recording.DeviceTracks.Count == 1;
        KvMoveRecording? moves = _prepared.MovesKv ? new KvMoveRecording(recorder, names, recording.Tracks, recording.DeviceTracks) : null;
        new ServingRun(
            simulation,
            _prepared.Trace.Requests,
            [.. _pools.SelectMany((pool, i) => replicas[i].Select(groups => pool.SetupOf(groups) with { MergesDecodes = merges }))],
            Routers.Open(_prepared.Scenario.Serving.Router, _prepared.Scenario.Seed),
            _prepared.Serving.Host,
            new WatchedObserver(recording, requests, services, () => StopIfTripped(simulation)),
            moves is null ? null : KvExchanges.Of(_prepared, simulation, moves),
            _prepared.Scenario.Clients,
            _prepared.Scenario.Seed).RunToEnd();
        Events += simulation.ProcessedCount;
        return (recording, moves);
    }

    private void FinishPools(RunRecording recording, IRunRecorder recorder, NameTable names)
    {
        int first = 0;
        for (int i = 0; i < _pools.Length; i++)
        {
            int ranks = _prepared.Pools[i].Ranks;
            _pools[i].Finish(recording.LastEnd, [.. recording.DeviceTracks.Skip(first).Take(ranks)], recorder, names);
            first += ranks;
        }
    }

    private RunEnd EndOf(RunRecording recording) => new(recording.LastEnd, recording.EndedRequests == _prepared.Trace.Requests.Count);

    private void StopIfTripped(Simulation simulation)
    {
        if (Tripped) return;
        foreach (PoolRun pool in _pools) Tripped |= pool.Tripped;
        if (Tripped) simulation.Stop();
    }
}
