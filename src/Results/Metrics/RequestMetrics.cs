using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>What the requests of a run experienced. Latencies are those of finished requests inside the measured part of the run.</summary>
public sealed class RequestMetrics : RunProjection
{
    private readonly List<RequestRecord> _requests = [];
    private readonly TokenGaps _gaps = new();
    private Duration _warmUp, _coolDown;

    /// <summary>Limits that count towards goodput.</summary>
    public ServiceObjective Objective { get; private set; } = new();

    /// <summary>Requests in the order in which they ended.</summary>
    public IReadOnlyList<RequestRecord> All => _requests;

    /// <summary>Requests whose latencies count.</summary>
    public IReadOnlyList<RequestRecord> Measured { get; private set; } = [];

    /// <summary>From the first arrival to the last token, over the requests measured.</summary>
    public Duration Elapsed { get; private set; }

    /// <summary>Arrival to first token.</summary>
    public Distribution Ttft { get; } = new();

    /// <summary>Mean time per token after the first; requests of one token have none.</summary>
    public Distribution Tpot { get; } = new();

    /// <summary>Time between consecutive tokens.</summary>
    public Distribution Itl { get; private set; } = new();

    /// <summary>Arrival to last token.</summary>
    public Distribution E2e { get; } = new();

    /// <summary>Arrival to the scheduler's queue.</summary>
    public Distribution FrontEnd { get; } = new();

    /// <summary>In the queue until first scheduled.</summary>
    public Distribution Queue { get; } = new();

    /// <summary>First scheduled to first token, less what was spent preempted and the transfer.</summary>
    public Distribution Prefill { get; } = new();

    /// <summary>Spent preempted before the first token; of the requests to which that happened.</summary>
    public Distribution Preempted { get; } = new();

    /// <summary>From the end of the prompt at one replica to the first step of the other; of the requests that were handed over.</summary>
    public Distribution Transfer { get; } = new();

    /// <summary>Why requests waited, summed.</summary>
    public WaitTimes Waits { get; private set; }

    /// <summary>Time lost to preemption, summed.</summary>
    public Duration PreemptedTime { get; private set; }

    /// <summary>Time between the replicas of prompts and those of tokens, summed.</summary>
    public Duration TransferTime { get; private set; }

    /// <summary>Prompt tokens of the requests measured.</summary>
    public long InputTokens { get; private set; }

    /// <summary>Tokens they generated.</summary>
    public long OutputTokens { get; private set; }

    /// <summary>Prompt tokens taken from the prefix cache.</summary>
    public long CachedTokens { get; private set; }

    /// <summary>Preemptions.</summary>
    public long Preemptions { get; private set; }

    /// <summary>Requests that held every limit of the objective.</summary>
    public long Good { get; private set; }

    /// <summary>Requests that ended in the given way, measured or not.</summary>
    public int CountOf(RequestStatus status) => _requests.Count(r => r.Status == status);

    /// <inheritdoc/>
    public override void Begin(RunHeader header)
    {
        Objective = ServiceObjective.Parse(header.Objective);
        (_warmUp, _coolDown) = (header.WarmUp, header.CoolDown);
    }

    /// <inheritdoc/>
    public override void Step(in StepRecord step) => _gaps.AddStep(step);

    /// <inheritdoc/>
    public override void Request(RequestRecord request) => _requests.Add(request);

    /// <inheritdoc/>
    public override void End(RunEnd end)
    {
        if (_requests.Count == 0) return;
        SimTime from = _requests.Min(r => r.Arrival) + _warmUp, to = _requests.Max(r => r.Arrival) - _coolDown;
        Measured = [.. _requests.Where(r => r.IsComplete && r.Arrival >= from && r.Arrival <= to)];
        if (Measured.Count > 0) Elapsed = Measured.Max(r => r.Finished) - Measured.Min(r => r.Arrival);
        foreach (RequestRecord request in Measured) Measure(request);
        Itl = _gaps.ToDistribution();
    }

    private void Measure(RequestRecord request)
    {
        RequestLatencies latencies = RequestLatencies.Of(request);
        Ttft.Add(latencies.Ttft);
        if (request.OutputTokens > 1) Tpot.Add(latencies.Tpot);
        E2e.Add(latencies.E2e);
        FrontEnd.Add(latencies.FrontEnd);
        Queue.Add(latencies.Queue);
        Prefill.Add(latencies.Prefill);
        if (latencies.Preempted > Duration.Zero) Preempted.Add(latencies.Preempted);
        if (request.PrefillDone != SimTime.MaxValue) Transfer.Add(latencies.Transfer);
        _gaps.AddRuns(request.Runs);
        Waits = new WaitTimes(Waits.Sequences + request.Waits.Sequences, Waits.Budget + request.Waits.Budget, Waits.Blocks + request.Waits.Blocks, Waits.RemoteKv + request.Waits.RemoteKv);
        PreemptedTime += request.PreemptedTime;
        TransferTime += request.TransferTime;
        InputTokens += request.InputTokens;
        OutputTokens += request.OutputTokens;
        CachedTokens += request.CachedTokens;
        Preemptions += request.Preemptions;
        if (Objective.IsMetBy(latencies.Ttft, latencies.Tpot, latencies.E2e)) Good++;
    }
}
