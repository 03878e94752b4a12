using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>Sends requests to prefill replicas, their KV blocks and themselves on to decode replicas, and tells of each as one request.</summary>
/// <remarks>
/// The prefill replica keeps its blocks until all have arrived or its patience ends. The decode replica samples the first token, since it
/// computes the prompt's last token itself; what the prefill replica samples is dropped. The order of one instant is that of the events.
/// </remarks>
internal sealed class KvExchange : IServingObserver, IEventHandler
{
    private const long Arrived = 0, TimedOut = 1, SendOn = 2, Stages = 4;

    private readonly Simulation _simulation;
    private readonly KvExchangeSetup _setup;
    private readonly ReplicaRank[] _ranks;
    private readonly Replica[] _replicaOfRank;
    private readonly ReplicaRank[] _entries;
    private readonly ReplicaRank[] _decoders;
    private readonly PoolRole[] _roles;
    private readonly IRouter _router;
    private readonly HostCosts _costs;
    private readonly IServingObserver _observer;
    private readonly Dictionary<int, Handover> _handovers = [];

    /// <param name="simulation">The world.</param>
    /// <param name="setup">Roles and the ways of blocks.</param>
    /// <param name="replicas">The replicas.</param>
    /// <param name="ranks">Their ranks, in order.</param>
    /// <param name="replicaOfRank">The replica of every rank; filled in before the first request.</param>
    /// <param name="router">Which replica takes a request in.</param>
    /// <param name="costs">Host time.</param>
    /// <param name="observer">Who hears of steps and requests.</param>
    public KvExchange(
        Simulation simulation,
        KvExchangeSetup setup,
        IReadOnlyList<ReplicaSetup> replicas,
        ReplicaRank[] ranks,
        Replica[] replicaOfRank,
        IRouter router,
        HostCosts costs,
        IServingObserver observer)
    {
        _simulation = simulation;
        _setup = setup;
        _ranks = ranks;
        _replicaOfRank = replicaOfRank;
        _router = router;
        _costs = costs;
        _observer = observer;
        _roles = [.. replicas.SelectMany((replica, i) => replica.Ranks.Select(_ => setup.Roles[i]))];
        _entries = [.. ranks.Where(rank => _roles[rank.Number] != PoolRole.Decode)];
        _decoders = [.. ranks.Where(rank => _roles[rank.Number] == PoolRole.Decode)];
        int[] hostBlocks = [.. replicas.SelectMany((replica, i) => replica.Ranks.Select(_ => setup.HostBlocks[i]))];
        foreach (ReplicaRank rank in ranks)
        {
            HostTier? tier = hostBlocks[rank.Number] > 0 ? new HostTier(simulation, rank.Number, rank.Scheduler, hostBlocks[rank.Number], setup.Transport, () => replicaOfRank[rank.Number].Wake()) : null;
            rank.Scheduler.Connect(new RankConnector(this, rank.Number, tier));
        }
    }

    /// <summary>Takes in a request at the present instant.</summary>
    public void Deliver(TraceRequest request)
    {
        int rank = _entries[_entries.Length == 1 ? 0 : _router.Choose(request, _entries, _simulation.Now)].Number;
        if (_roles[rank] == PoolRole.Both)
        {
            _replicaOfRank[rank].Receive(_ranks[rank], request);
            return;
        }
        var handover = new Handover(request, rank);
        _handovers.Add(request.Index, handover);
        if (_setup.Transfer.Mode != TransferMode.Pull) SendToDecode(handover);
        _replicaOfRank[rank].Receive(_ranks[rank], request, RequestPart.Prefill);
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        if (!_handovers.TryGetValue((int)(payload / Stages), out Handover? handover)) return;
        switch (payload % Stages)
        {
            case Arrived: EndMove(handover); break;
            case TimedOut: GiveUp(handover); break;
            default: SendToDecode(handover); break;
        }
    }

    /// <summary>Whether a prompt's KV is awaited by a rank.</summary>
    public bool Brings(TraceRequest request, int rank) =>
        _handovers.TryGetValue(request.Index, out Handover? handover) && handover.Destination == rank && !handover.IsOver;

    /// <summary>A decode rank has room for the blocks of a prompt.</summary>
    public void MakeRoom(TraceRequest request, int firstBlock, int blocks)
    {
        Handover handover = _handovers[request.Index];
        handover.HasRoom = true;
        handover.NextBlock = firstBlock;
        handover.EndBlock = firstBlock + blocks;
        if (handover.Prefill is not null) SendRest(handover);
        else if (_setup.Transfer.Mode == TransferMode.Layerwise) SendWithStep(handover);
    }

    /// <summary>A prefill rank is to run a step: layer by layer, its blocks go out while it runs.</summary>
    public void StepLaunched(int rank, ScheduledStep step, SimTime start, SimTime end)
    {
        if (_setup.Transfer.Mode != TransferMode.Layerwise || _roles[rank] != PoolRole.Prefill) return;
        for (int i = 0; i < step.Count; i++)
        {
            Handover handover = _handovers[step.Parts[i].Request];
            handover.StepStart = start;
            handover.StepEnd = end;
            handover.StepTokens = step.Shape.Slices[i].ContextTokens + step.Shape.Slices[i].NewTokens;
            if (handover.HasRoom) SendWithStep(handover);
        }
    }

    /// <inheritdoc/>
    public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end) => _observer.StepEnded(replica, step, start, end);

    /// <inheritdoc/>
    public void RequestFinished(int replica, in RequestTimeline timeline)
    {
        if (_handovers.TryGetValue(timeline.Request.Index, out Handover? handover))
        {
            if (handover.Prefill is null)
            {
                EndPrefill(handover, timeline);
                return;
            }
            _handovers.Remove(timeline.Request.Index);
            _observer.RequestFinished(replica, HandoverTimelines.Join(handover.Prefill.Value, timeline));
            return;
        }
        _observer.RequestFinished(replica, timeline);
    }

    private KvMoveKind KindOfMode => _setup.Transfer.Mode switch
    {
        TransferMode.Pull => KvMoveKind.Pull,
        TransferMode.Push => KvMoveKind.Push,
        _ => KvMoveKind.Layerwise,
    };

    private void EndPrefill(Handover handover, in RequestTimeline timeline)
    {
        handover.Prefill = timeline;
        handover.Timer = _simulation.Schedule(_setup.Transfer.Timeout, this, Token(handover, TimedOut));
        if (!_ranks[handover.Source].Scheduler.Keeps(handover.Request.Index)) GiveUp(handover);
        if (_setup.Transfer.Mode == TransferMode.Pull)
        {
            _simulation.Schedule(_costs.OfRequest(handover.Request.InputTokens), this, Token(handover, SendOn));
            return;
        }
        _ranks[handover.Destination].Scheduler.RestartWaits(handover.Request.Index, _simulation.Now);
        if (handover.HasRoom && !handover.IsOver) SendRest(handover);
        TryEnd(handover);
    }

    private void SendRest(Handover handover) => Send(handover, handover.EndBlock, _simulation.Now, _simulation.Now);

    /// <summary>Sends what the step under way completes: whole blocks, and at the end of the prompt the last one.</summary>
    private void SendWithStep(Handover handover)
    {
        bool completes = handover.StepTokens >= handover.Request.InputTokens;
        int end = completes ? handover.EndBlock : handover.StepTokens / _ranks[handover.Source].Scheduler.Spec.BlockTokens;
        Send(handover, Math.Min(end, handover.EndBlock), handover.StepStart, handover.StepEnd);
    }

    private void SendToDecode(Handover handover)
    {
        handover.Destination = _decoders[_decoders.Length == 1 ? 0 : _setup.DecodeRouter.Choose(handover.Request, _decoders, _simulation.Now)].Number;
        _replicaOfRank[handover.Destination].Receive(_ranks[handover.Destination], handover.Request, RequestPart.Decode);
    }

    private void Send(Handover handover, int end, SimTime computedFrom, SimTime computedTo)
    {
        if (end <= handover.NextBlock) return;
        int first = handover.NextBlock;
        handover.NextBlock = end;
        handover.MovesUnderWay++;
        var move = new KvMove(handover.Request.Index, KindOfMode, handover.Source, handover.Destination, first, end - first, computedFrom, computedTo);
        _setup.Transport.Begin(move, this, Token(handover, Arrived));
    }

    private void EndMove(Handover handover)
    {
        handover.MovesUnderWay--;
        if (!handover.IsOver) TryEnd(handover);
    }

    /// <summary>Ends the hand-over if the prompt is done and all its blocks have arrived.</summary>
    private void TryEnd(Handover handover)
    {
        if (handover.IsOver || handover.Prefill is null || !handover.HasRoom || handover.MovesUnderWay > 0 || handover.NextBlock < handover.EndBlock) return;
        _simulation.Cancel(handover.Timer);
        End(handover, arrived: true);
    }

    private void GiveUp(Handover handover)
    {
        _simulation.Cancel(handover.Timer);
        End(handover, arrived: false);
    }

    private void End(Handover handover, bool arrived)
    {
        handover.IsOver = true;
        _ranks[handover.Source].Scheduler.ReleaseKept(handover.Request.Index);
        _replicaOfRank[handover.Source].Wake();
        if (!handover.HasRoom) return;
        _ranks[handover.Destination].Scheduler.EndLoad(handover.Request.Index, arrived, _simulation.Now);
        _replicaOfRank[handover.Destination].Wake();
    }

    private static long Token(Handover handover, long stage) => handover.Request.Index * Stages + stage;
}
