using System.Runtime.CompilerServices;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Kv;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>The scheduler of one replica: takes requests in, builds steps, pages KV blocks, and hears when a step is done.</summary>
/// <remarks>
/// <para>The rules are those of vLLM V1. There are no phases: a step gives each request the tokens that are known but not computed,
/// cut by limits. The running list is served first, in admission order, then the waiting queue.</para>
/// <para>All state is numbers in pooled arrays, so that it can be written to disk, and a step allocates nothing once the pools have
/// grown. The scheduler knows no time but the instants it is told.</para>
/// </remarks>
public sealed partial class ReplicaScheduler
{
    private readonly SchedulerSpec _spec;
    private readonly RequestTable _requests = new();
    private readonly SlotList _waiting = new();
    private readonly IKvBlocks _blocks;
    private readonly ScheduledStep[] _steps;
    private readonly int _watermarkBlocks;
    private readonly bool _mayWithdraw;
    private int[] _running = new int[64];
    private int _runningCount;
    private WaitClocks _waits;
    private long _nextStep;
    private int _budget;

    /// <param name="spec">Limits and modes.</param>
    /// <exception cref="PresetException">The limits contradict each other or are out of range.</exception>
    public ReplicaScheduler(SchedulerSpec spec)
    {
        _spec = spec.Checked();
        _blocks = spec.PrefixCaching ? new HashedBlocks(spec.UsableBlocks, spec.BlockTokens) : new CountedBlocks(spec.UsableBlocks);
        _watermarkBlocks = (int)(spec.Watermark * spec.BlockCount);
        _mayWithdraw = spec.Order == QueueOrder.Priority;
        _steps = new ScheduledStep[spec.StepsInFlight + 1];
        for (int i = 0; i < _steps.Length; i++) _steps[i] = new ScheduledStep();
    }

    /// <summary>Limits and modes.</summary>
    public SchedulerSpec Spec => _spec;

    /// <summary>Requests in the running list.</summary>
    public int RunningCount => _runningCount;

    /// <summary>Requests waiting, preempted ones and those whose KV is on its way included.</summary>
    public int WaitingCount => _waiting.Count + _loaded.Count + _loadingCount;

    /// <summary>Whether any request is unfinished.</summary>
    public bool HasRequests => _runningCount + WaitingCount > 0;

    /// <summary>KV blocks held by requests.</summary>
    public int BlocksInUse => _spec.UsableBlocks - _blocks.Free;

    /// <summary>Prompt and output tokens not yet computed or returned, over all requests; what a router weighs.</summary>
    public long OutstandingTokens { get; private set; }

    /// <summary>Prompt tokens of a request that its admission would find in the prefix cache now.</summary>
    public int CachedTokensOf(TraceRequest request) =>
        _blocks.Find(request, (request.InputTokens - 1) / _spec.BlockTokens).Blocks * _spec.BlockTokens;

    /// <summary>Takes a request into the waiting queue.</summary>
    /// <param name="request">The request.</param>
    /// <param name="arrived">When the front end took it in.</param>
    /// <param name="now">When the queue receives it.</param>
    /// <exception cref="PresetException">The request can never run under these limits.</exception>
    public void Arrive(TraceRequest request, SimTime arrived, SimTime now) => Arrive(request, RequestPart.Whole, arrived, now);

    /// <summary>Takes a request into the waiting queue, to do a part of it.</summary>
    internal void Arrive(TraceRequest request, RequestPart part, SimTime arrived, SimTime now)
    {
        RequireThatItFits(request, part);
        int slot = _requests.Add(request, part);
        _slots[request.Index] = slot;
        _requests.TimelineOf(slot).Arrived = arrived;
        _requests.TimelineOf(slot).Queued = now;
        _waits.AdvanceTo(now);
        _waits.Begin(ref _requests.TimelineOf(slot));
        OutstandingTokens += request.InputTokens + _requests[slot].Output;
        if (_spec.Order == QueueOrder.Priority) _waiting.Insert(PlaceInQueue(slot), slot);
        else _waiting.AddLast(slot);
    }

    /// <summary>Builds the next step from what is known now; an empty one means that there is nothing to do before something happens.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="admits">Whether waiting requests may enter; false between the steps of <see cref="SchedulerSpec.PrefillInterval"/>.</param>
    /// <remarks>No more than <see cref="SchedulerSpec.StepsInFlight"/> steps may be scheduled and not complete.</remarks>
    public ScheduledStep Schedule(SimTime now, bool admits = true)
    {
        ScheduledStep step = _steps[_nextStep % _steps.Length];
        step.Begin(_nextStep, now);
        _waits.AdvanceTo(now);
        _budget = _spec.UsableBudget;
        bool mayAdmit = _spec.Batch != BatchRule.Closed || _runningCount == 0;
        if (_spec.Batch == BatchRule.PromptsFirst && admits) Admit(step, now);
        if (step.IsEmpty) ServeRunning(step, now);
        if (step.Preempted > 0) step.AdmissionStop = AdmissionStop.Preemption;
        else if (!mayAdmit) step.AdmissionStop = AdmissionStop.Sequences;
        else if (!admits) step.AdmissionStop = StopOfItsTurn();
        else if (_spec.Batch != BatchRule.PromptsFirst) Admit(step, now);
        Close(step);
        if (!step.IsEmpty) _nextStep++;
        return step;
    }

    /// <summary>Why nobody enters on a step that is not one of those that admit: a full running list would keep them out anyhow.</summary>
    private AdmissionStop StopOfItsTurn()
    {
        if (_waiting.Count == 0) return AdmissionStop.QueueEmpty;
        return _runningCount == _spec.MaxSequences ? AdmissionStop.Sequences : AdmissionStop.Budget;
    }

    /// <summary>Takes tokens of a request into the step.</summary>
    /// <remarks>Only a preemption by priority can take them out again, so otherwise they are fixed at once.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Include(ScheduledStep step, ref RequestState request, int slot, int tokens)
    {
        ref StepEntry part = ref step.AddPart();
        part.Slot = slot;
        part.Serial = request.Serial;
        part.Request = request.Index;
        part.Tokens = tokens;
        part.Returned = 0;
        if (!_mayWithdraw) Fix(step, ref request, ref part);
        _budget -= tokens;
    }

    /// <summary>Counts a part's tokens as computed and describes it in the step's shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fix(ScheduledStep step, ref RequestState request, ref StepEntry part)
    {
        int end = request.Computed + part.Tokens, known = request.Known + request.Placeholders;
        part.Samples = end >= known;
        part.Drafts = Math.Max(0, end - known);
        step.Shape.Add(new SequenceSlice(part.Tokens, request.Computed, part.Samples));
        request.Computed = end;
        request.StepsInFlight++;
        bool expects = _spec.Asynchronous && part.Samples;
        if (expects) request.Placeholders += 1 + part.Drafts;
        request.Drafts = expects ? _spec.DraftTokens : 0;
    }

    private void Close(ScheduledStep step)
    {
        if (_mayWithdraw)
            foreach (ref StepEntry part in step.Entries) Fix(step, ref _requests[part.Slot], ref part);
        _waits.Stop = step.AdmissionStop;
        step.Waiting = WaitingCount;
        step.Running = _runningCount;
        step.BlocksInUse = BlocksInUse;
    }

    private void RequireThatItFits(TraceRequest request, RequestPart part)
    {
        int output = part == RequestPart.Prefill ? 1 : request.OutputTokens;
        long tokens = (long)request.InputTokens + output - 1 + _spec.DraftTokens + _spec.LookaheadTokens;
        long blocks = (tokens + _spec.BlockTokens - 1) / _spec.BlockTokens;
        if (blocks > _spec.UsableBlocks)
        {
            throw new PresetException(
                $"Request \"{request.Id}\" needs {blocks} KV blocks of {_spec.BlockTokens} tokens; the pool has {_spec.UsableBlocks}. Give the replica more memory or leave the request out.");
        }
        if (_spec.PrefixCaching && !BlockHash.CanName(request, _spec.BlockTokens))
        {
            throw new PresetException(
                $"Request \"{request.Id}\" names its prompt in blocks of {request.BlockTokens} tokens, a KV block holds {_spec.BlockTokens}; one must divide the other. Choose another block size or turn prefix caching off.");
        }
        if (!_spec.ChunkedPrefill && tokens > _spec.UsableBudget)
        {
            throw new PresetException(
                $"Request \"{request.Id}\" may need {tokens} tokens in one step, since chunked prefill is off; the token budget is {_spec.UsableBudget}. Raise the budget or turn chunking on.");
        }
    }
}
