using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Kv;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Scheduling;

/// <content>KV blocks that come from elsewhere, and those that are kept for somebody else (vLLM's KV connectors).</content>
/// <remarks>
/// A request whose KV can be loaded gets blocks for all its known tokens and is set aside without a sequence or a token of the step. When
/// everything has arrived it is looked at before the waiting queue, and at least its last token is computed. Blocks on which running
/// prompts count are left to them, since a request that loads cannot be preempted.
/// </remarks>
public sealed partial class ReplicaScheduler
{
    private readonly SlotList _loaded = new();
    private readonly Dictionary<int, int> _slots = [];
    private IKvConnector? _connector;
    private int _loadingCount;

    /// <summary>Joins the scheduler to KV blocks outside its pool; before the first request.</summary>
    internal void Connect(IKvConnector connector) => _connector = connector;

    /// <summary>What a request has waited for has arrived, or will not come.</summary>
    /// <param name="index">The request's place in the trace; it is loading.</param>
    /// <param name="arrived">Whether it has arrived; if not, the request waits at the front of the queue to be computed here.</param>
    /// <param name="now">The present instant.</param>
    internal void EndLoad(int index, bool arrived, SimTime now)
    {
        int slot = _slots[index];
        ref RequestState request = ref _requests[slot];
        ref RequestTimeline timeline = ref _requests.TimelineOf(slot);
        _loadingCount--;
        _waits.AdvanceTo(now);
        if (!timeline.WasScheduled)
        {
            timeline.WaitedForRemoteKv += now - request.LoadingSince;
            _waits.Begin(ref timeline);
        }
        if (arrived) TakeUp(slot);
        else GiveUp(slot);
    }

    /// <summary>From now on what a request waits for counts; before, it could not have gone on anyhow.</summary>
    internal void RestartWaits(int index, SimTime now)
    {
        if (!_slots.TryGetValue(index, out int slot)) return;
        ref RequestState request = ref _requests[slot];
        ref RequestTimeline timeline = ref _requests.TimelineOf(slot);
        timeline.WaitedForSequences = timeline.WaitedForBudget = timeline.WaitedForBlocks = timeline.WaitedForRemoteKv = Duration.Zero;
        request.LoadingSince = now;
        _waits.AdvanceTo(now);
        if (request.Status == RequestStatus.Waiting) _waits.Begin(ref timeline);
    }

    /// <summary>Whether the blocks of a finished prompt are here to be taken over; they are not if it was preempted while its last step ran.</summary>
    internal bool Keeps(int index) => _requests[_slots[index]].Blocks > 0;

    /// <summary>Frees the blocks that were kept for a request.</summary>
    internal void ReleaseKept(int index) => Forget(_slots[index]);

    /// <summary>The machine is to run a step.</summary>
    internal void Launched(ScheduledStep step, SimTime start, SimTime end) => _connector?.StepLaunched(step, start, end);

    private void TellOfFullBlocks(ScheduledStep step)
    {
        IReadOnlyList<SequenceSlice> slices = step.Shape.Slices;
        for (int i = 0; i < slices.Count; i++)
        {
            StepEntry part = step.Entries[i];
            ref RequestState request = ref _requests[part.Slot];
            if (request.Serial != part.Serial) continue;
            int full = Math.Min(slices[i].ContextTokens + slices[i].NewTokens, request.Known) / _spec.BlockTokens;
            if (full <= request.FilledBlocks) continue;
            _connector!.BlocksFilled(_requests.TimelineOf(part.Slot).Request, request.FilledBlocks, full);
            request.FilledBlocks = full;
        }
    }

    private int TokensElsewhere(int slot, int local)
    {
        if (_connector is null) return 0;
        ref RequestState request = ref _requests[slot];
        if (request.LoadFailed) return 0;
        int tokens = _connector.TokensAtHand(_requests.TimelineOf(slot).Request, request.Known, local);
        return tokens > local ? tokens : 0;
    }

    /// <summary>Gives a waiting request blocks for what is to be loaded, and sets it aside.</summary>
    private AdmissionStop TryLoad(int slot, PrefixMatch match, int tokens, SimTime now)
    {
        ref RequestState request = ref _requests[slot];
        int blocks = _spec.ReserveOutput ? _spec.BlocksFor((long)request.Prompt + request.Output + _spec.DraftTokens + _spec.LookaheadTokens - 1) : _spec.BlocksFor(request.Known);
        if (!Fits(match, blocks + BlocksOwedToPrompts())) return AdmissionStop.Blocks;
        _blocks.Take(slot, blocks);
        request.Blocks = blocks;
        request.Computed = match.Blocks * _spec.BlockTokens;
        request.LoadedTokens = tokens;
        request.LoadingSince = now;
        request.Status = RequestStatus.Loading;
        _loadingCount++;
        ref RequestTimeline timeline = ref _requests.TimelineOf(slot);
        if (!timeline.WasScheduled) _waits.End(ref timeline);
        _connector!.Load(timeline.Request, match.Blocks, _spec.BlocksFor(tokens) - match.Blocks);
        return AdmissionStop.QueueEmpty;
    }

    /// <summary>Blocks that running prompts were admitted for and do not hold yet.</summary>
    private int BlocksOwedToPrompts()
    {
        int owed = 0;
        for (int i = 0; i < _runningCount; i++)
        {
            ref RequestState request = ref _requests[_running[i]];
            if (request.Computed < request.Known) owed += Math.Max(0, _spec.BlocksFor(request.Known) - request.Blocks);
        }
        return owed;
    }

    private void TakeUp(int slot)
    {
        ref RequestState request = ref _requests[slot];
        request.Computed = Math.Min(request.LoadedTokens, request.Known - 1);
        request.NextFullBlock = 0;
        if (_spec.PrefixCaching) _blocks.Enter(slot, _requests.TimelineOf(slot).Request, Math.Min(request.LoadedTokens, request.Known) / _spec.BlockTokens);
        request.Status = RequestStatus.Loaded;
        _loaded.AddLast(slot);
    }

    private void GiveUp(int slot)
    {
        ref RequestState request = ref _requests[slot];
        _blocks.Release(slot, request.Blocks, comesBack: _requests.TimelineOf(slot).Request);
        request.Blocks = request.Computed = 0;
        request.LoadFailed = true;
        request.Status = RequestStatus.Waiting;
        if (_spec.Order == QueueOrder.Priority) _waiting.Insert(PlaceInQueue(slot), slot);
        else _waiting.AddFirst(slot);
    }

    /// <summary>Takes requests whose KV has arrived into the step; false if one does not fit, which ends admission.</summary>
    private bool TryResume(ScheduledStep step, SimTime now)
    {
        while (_loaded.Count > 0)
        {
            int slot = _loaded[0];
            ref RequestState request = ref _requests[slot];
            int tokens = Cut(request.Known - request.Computed);
            if (_runningCount == _spec.MaxSequences) step.AdmissionStop = AdmissionStop.Sequences;
            else if (_budget == 0 || (tokens > _budget && !_spec.ChunkedPrefill)) step.AdmissionStop = AdmissionStop.Budget;
            if (step.AdmissionStop != AdmissionStop.QueueEmpty) return false;
            _loaded.RemoveAt(0);
            tokens = Math.Min(tokens, _budget);
            if (_spec.PrefixCaching) EnterFullBlocks(ref request, slot, tokens);
            Run(step, slot, now);
            Include(step, ref request, slot, tokens);
        }
        return true;
    }

    /// <summary>Frees the blocks of a request and forgets it.</summary>
    private void Forget(int slot)
    {
        ref RequestState request = ref _requests[slot];
        _blocks.Release(slot, request.Blocks, comesBack: request.Part == RequestPart.Prefill ? _requests.TimelineOf(slot).Request : null);
        _slots.Remove(request.Index);
        _requests.Remove(slot);
    }
}
