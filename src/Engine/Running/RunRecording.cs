using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Turns what serving and executors do into the records of a run.</summary>
internal sealed class RunRecording : IDecodeRunObserver
{
    private static readonly RunHistory Ended = new();

    private readonly IRunRecorder _recorder;
    private readonly NameTable _names;
    private readonly IReadOnlyList<RecordedReplica> _replicas;
    private readonly int[] _deviceTracks;
    private readonly WindowRecording?[] _windows;
    private readonly long[] _ordinals;
    private readonly RunHistory?[] _histories;

    /// <param name="recorder">Who receives the records; has begun.</param>
    /// <param name="names">Numbers of names.</param>
    /// <param name="replicas">The replicas.</param>
    /// <param name="requestCount">Requests of the trace.</param>
    /// <param name="window">Where transactions and packets are recorded too; null for nowhere.</param>
    public RunRecording(IRunRecorder recorder, NameTable names, IReadOnlyList<RecordedReplica> replicas, int requestCount, TimeWindow? window = null)
    {
        _recorder = recorder;
        _names = names;
        _replicas = replicas;
        _ordinals = new long[replicas.Count];
        _deviceTracks = new int[replicas.Count];
        _histories = new RunHistory[requestCount];
        _windows = new WindowRecording?[replicas.Count];
        Tracks = new TrackTable(recorder);
        for (int replica = 0; replica < replicas.Count; replica++) DefineTracks(replica);
        if (window is { } asked) OpenWindows(asked);
    }

    /// <summary>Numbers of tracks.</summary>
    public TrackTable Tracks { get; }

    /// <summary>What was recorded in the window that was asked for, by replica; empty if none was.</summary>
    public IEnumerable<WindowRecording> Windows => _windows.OfType<WindowRecording>();

    /// <summary>The track of every replica's devices.</summary>
    public IReadOnlyList<int> DeviceTracks => _deviceTracks;

    /// <summary>Requests that have given all their tokens or were given up.</summary>
    public int EndedRequests { get; private set; }

    /// <summary>The end of the last step.</summary>
    public SimTime LastEnd { get; private set; }

    /// <inheritdoc/>
    public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end)
    {
        RecordedReplica about = _replicas[replica];
        long ordinal = _ordinals[replica]++;
        StepReceipt? receipt = about.Model?.Take();
        Duration hostTime = Duration.Max(Duration.Zero, Duration.Min(about.Host.OfStep(step.Shape), end - start - (receipt?.Elapsed ?? Duration.Zero)));
        RecordStep(replica, ordinal, step, receipt?.Origin ?? TimingOrigin.Computed, hostTime, start, end);
        foreach (ref readonly StepEntry part in step.Parts) AddToHistory(part.Request, replica, ordinal, part.Tokens, part.Returned);
        OperatingPoint point = about.Heat?.BeginStep(about.PlaceInPool, start) ?? OperatingPoint.Nominal;
        if (receipt is not null) RecordOperators(replica, hostTime, receipt);
        about.Heat?.EndStep(about.PlaceInPool, end, _deviceTracks[replica], _recorder, _names);
        if (receipt is not null) _windows[replica]?.Record(step.Shape, point, start + hostTime, receipt.Elapsed);
        LastEnd = SimTime.Max(LastEnd, end);
    }

    /// <inheritdoc/>
    public void DecodeRunEnded(int replica, DecodeRun run)
    {
        long ordinal = _ordinals[replica];
        Duration host = _replicas[replica].Host.OfStep(run.Sequences, run.Sequences);
        SimTime start = run.Start;
        long context = run.ContextTokens;
        foreach (ref readonly DecodeStep step in run.Steps)
        {
            RecordDecodes(replica, _ordinals[replica]++, run.Sequences, context, in step, Duration.Min(host, step.End - start), start);
            context += run.Sequences;
            start = step.End;
        }
        foreach (int request in run.Requests) AddToHistory(request, replica, ordinal, 1, 1, run.Steps.Length);
        LastEnd = SimTime.Max(LastEnd, start);
    }

    /// <inheritdoc/>
    public void RequestFinished(int replica, in RequestTimeline timeline) => End(RecordOf(replica, in timeline) with
    {
        Status = Results.Recording.RequestStatus.Finished,
        Finished = timeline.LastToken,
    });

    /// <inheritdoc/>
    public void RequestGivenUp(int replica, in RequestTimeline timeline, SimTime at, bool timedOut) => End(RecordOf(replica, in timeline) with
    {
        Status = timedOut ? Results.Recording.RequestStatus.TimedOut : Results.Recording.RequestStatus.Cancelled,
        Finished = at,
    });

    private static RequestRecord RecordOf(int replica, in RequestTimeline timeline)
    {
        TraceRequest request = timeline.Request;
        bool reached = replica >= 0;
        return new RequestRecord
        {
            Index = request.Index,
            Id = request.Id,
            Replica = replica,
            Status = Results.Recording.RequestStatus.Unspecified,
            Arrival = request.Arrival,
            Queued = reached ? timeline.Queued : SimTime.MaxValue,
            FirstScheduled = timeline.WasScheduled ? timeline.FirstScheduled : SimTime.MaxValue,
            FirstToken = timeline.TokenSteps > 0 ? timeline.FirstToken : SimTime.MaxValue,
            InputTokens = request.InputTokens,
            OutputTokens = timeline.GeneratedTokens,
            CachedTokens = timeline.CachedTokens,
            Preemptions = timeline.Preemptions,
            PreemptedTime = timeline.PreemptedTime,
            PreemptedBeforeFirstToken = timeline.PreemptedBeforeFirstToken,
            PrefillDone = timeline.WasHandedOver ? timeline.PrefillDone : SimTime.MaxValue,
            TransferTime = timeline.TransferTime,
            Waits = new WaitTimes(timeline.WaitedForSequences, timeline.WaitedForBudget, timeline.WaitedForBlocks, timeline.WaitedForRemoteKv),
            Tenant = request.Tenant ?? "",
        };
    }

    /// <summary>Records a request; a step that still holds it no longer counts for it.</summary>
    private void End(RequestRecord request)
    {
        EndedRequests++;
        _recorder.Request(request with { Runs = _histories[request.Index]?.Runs ?? [] });
        _histories[request.Index] = Ended;
    }

    private void DefineTracks(int replica)
    {
        int parent = Tracks.Add(-1, TrackKind.Replica, replica, _replicas[replica].Name);
        _deviceTracks[replica] = Tracks.Add(parent, TrackKind.Device, replica, _replicas[replica].Devices == 1 ? "device 0" : $"devices 0-{_replicas[replica].Devices - 1}, alike");
    }

    private void OpenWindows(TimeWindow window)
    {
        for (int replica = 0; replica < _replicas.Count; replica++)
        {
            if (_replicas[replica].Executors is { } executors)
                _windows[replica] = new WindowRecording(window, executors, new Probe(new RecordedProbes(_recorder, _names, Tracks, _deviceTracks[replica], replica, window)));
        }
    }

    private void RecordStep(int replica, long ordinal, ScheduledStep step, TimingOrigin origin, Duration hostTime, SimTime start, SimTime end)
    {
        _recorder.Step(new StepRecord
        {
            Replica = replica,
            Ordinal = ordinal,
            Start = start,
            End = end,
            PrefillRequests = step.Shape.PrefillSequences,
            PrefillTokens = step.Shape.PrefillTokens,
            DecodeRequests = step.Shape.DecodeSequences,
            DecodeTokens = step.Shape.DecodeSequences,
            ContextTokens = step.Shape.ContextTokens,
            Running = step.Running,
            Waiting = step.Waiting,
            KvCacheUse = (double)step.BlocksInUse / _replicas[replica].UsableBlocks,
            Preemptions = step.Preempted,
            HostTime = hostTime,
            Origin = OriginOf(origin),
        });
    }

    private void RecordDecodes(int replica, long ordinal, int sequences, long context, in DecodeStep step, Duration hostTime, SimTime start) => _recorder.Step(new StepRecord
    {
        Replica = replica,
        Ordinal = ordinal,
        Start = start,
        End = step.End,
        DecodeRequests = sequences,
        DecodeTokens = sequences,
        ContextTokens = context,
        Running = step.Running,
        Waiting = step.Waiting,
        KvCacheUse = (double)step.BlocksInUse / _replicas[replica].UsableBlocks,
        HostTime = hostTime,
        Origin = StepOrigin.Computed,
    });

    private void AddToHistory(int request, int replica, long step, int computed, int delivered, long steps = 1)
    {
        RunHistory history = _histories[request] ??= new RunHistory();
        if (history != Ended) history.Add(replica, step, computed, delivered, steps);
    }

    private void RecordOperators(int replica, Duration hostTime, StepReceipt receipt)
    {
        RecordedReplica about = _replicas[replica];
        foreach (OperatorTiming op in receipt.Operators)
        {
            about.Operators.Record(op, _deviceTracks[replica], hostTime);
            about.Heat?.Add(hostTime + op.Offset, op);
        }
        about.Model!.Return(receipt);
    }

    /// <summary>The word of the records for how a time was found.</summary>
    internal static StepOrigin OriginOf(TimingOrigin origin) => origin switch
    {
        TimingOrigin.Simulated => StepOrigin.Simulated,
        TimingOrigin.Remembered => StepOrigin.Remembered,
        TimingOrigin.Computed => StepOrigin.Computed,
        _ => StepOrigin.Interpolated,
    };
}
