using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>The scheduling rules once more, written down naively from their description, with a switch for getting each of them wrong.</summary>
/// <remarks>It shares no code with the scheduler it checks: requests and blocks are objects, queues are lists, and nothing is fast.</remarks>
internal sealed partial class SecondScheduler(SchedulerSpec spec, Mutation mutation)
{
    private readonly List<Sequence> _running = [];
    private readonly List<Sequence> _waiting = [];
    private readonly SecondBlocks _pool = new(spec, mutation);
    private readonly Queue<List<Part>> _inFlight = new();

    public bool IsIdle => _running.Count + _waiting.Count + _loading.Count + _loaded.Count == 0;

    public bool HasRunning => _running.Count > 0;

    public bool AllBlocksAreFree => _pool.AllFree;

    public void Arrive(TraceRequest request, int elsewhere = 0) => Enqueue(new Sequence(request) { Elsewhere = elsewhere });

    /// <summary>Builds a step.</summary>
    /// <param name="now">The instant, in ps.</param>
    /// <param name="admits">Whether anybody may enter.</param>
    public SecondStep Schedule(long now, bool admits = true)
    {
        List<Part> parts = [];
        int slots = mutation == Mutation.DrafterSlotsForgotten ? 0 : spec.DrafterSlots;
        int budget = spec.TokenBudget - slots * spec.MaxSequences + (mutation == Mutation.BudgetOneTooLarge ? 1 : 0);
        int preempted = 0;
        bool closed = spec.Batch == BatchRule.Closed && mutation != Mutation.ClosedBatchIsJoined && _running.Count > 0;
        bool promptsFirst = spec.Batch == BatchRule.PromptsFirst && mutation != Mutation.PromptsDoNotComeFirst;
        if (promptsFirst && admits) Admit(parts, ref budget, now);
        if (parts.Count == 0) preempted = ServeRunning(parts, ref budget);
        bool mayAdmit = admits && !closed && !promptsFirst && (preempted == 0 || mutation == Mutation.AdmissionAfterPreemption);
        if (mayAdmit) Admit(parts, ref budget, now);
        var log = parts.Select(p => (p.Sequence.Request.Index, p.Tokens, p.Sequence.Computed)).ToList();
        foreach (Part part in parts) Fix(part);
        if (parts.Count > 0) _inFlight.Enqueue(parts);
        return new SecondStep(log, preempted);
    }

    /// <summary>A client gives its request up.</summary>
    public void Abandon(int request)
    {
        if (_running.Concat(_waiting).FirstOrDefault(s => s.Request.Index == request) is not { } gone) return;
        gone.IsDone = true;
        if (mutation != Mutation.AbandonedKeepsItsBlocks) _pool.Free(gone);
        _running.Remove(gone);
        _waiting.Remove(gone);
    }

    public int Complete()
    {
        int returned = 0;
        foreach (Part part in _inFlight.Dequeue())
        {
            Sequence s = part.Sequence;
            s.InFlight--;
            if (s.IsDone || !part.Samples) continue;
            returned += Judge(part);
            if (s.Generated < s.Request.OutputTokens) continue;
            s.IsDone = true;
            _pool.Free(s);
            _running.Remove(s);
            _waiting.Remove(s);
        }
        return returned;
    }

    private int ServeRunning(List<Part> parts, ref int budget)
    {
        int preempted = 0;
        List<Sequence> order = [.. _running];
        if (mutation == Mutation.RunningServedBackwards) order.Reverse();
        foreach (Sequence s in order)
        {
            if (budget == 0) break;
            if (!_running.Contains(s)) continue;
            bool certain = spec.EndForeseen && mutation != Mutation.EndNeverForeseen && s.Expected > 0
                && s.Computed + 2 - s.Expected >= s.Request.InputTokens + s.Request.OutputTokens;
            int tokens = Math.Min(Limit(s.Known + s.Drafts + s.Expected - s.Computed), budget);
            if (certain || tokens <= 0) continue;
            int lookahead = mutation == Mutation.LookaheadForgotten ? 0 : spec.LookaheadTokens;
            while (_pool.Missing(s, s.Computed + tokens + lookahead) > _pool.FreeCount)
            {
                Sequence victim = Victim();
                preempted++;
                Part? part = parts.Find(p => p.Sequence == victim);
                if (part is not null) budget += part.Tokens;
                parts.RemoveAll(p => p.Sequence == victim);
                Preempt(victim);
                if (victim == s) return preempted;
            }
            _pool.Allocate(s, s.Computed + tokens + lookahead);
            _pool.Enter(s, s.Computed + tokens);
            parts.Add(new Part(s, tokens));
            budget -= tokens;
        }
        return preempted;
    }

    private void Admit(List<Part> parts, ref int budget, long now)
    {
        if (mutation != Mutation.LoadedComesAfterTheQueue && !Resume(parts, ref budget)) return;
        List<Sequence> passed = [];
        while (Next(now, passed) is { } s)
        {
            int budgetBefore = budget;
            if (TryEnter(s, parts, ref budget)) _waiting.Remove(s);
            else if (mutation == Mutation.BlockedHeadIsSkipped && budgetBefore > 0 && _running.Count < Limit()) passed.Add(s);
            else return;
        }
        if (mutation == Mutation.LoadedComesAfterTheQueue) Resume(parts, ref budget);
    }

    private int Limit() => spec.MaxSequences + (mutation == Mutation.OneSequenceTooMany ? 1 : 0);

    private Sequence? Next(long now, List<Sequence> passed)
    {
        IEnumerable<Sequence> left = _waiting.Where(s => !passed.Contains(s));
        return spec.Order switch
        {
            QueueOrder.Deadline => left.OrderBy(s => IsLate(s, now)).ThenBy(s => s.Request.Arrival).FirstOrDefault(),
            QueueOrder.LongestPrefix => left.OrderBy(s => _pool.Find(s).Count * (mutation == Mutation.ShortestPrefixFirst ? 1 : -1)).FirstOrDefault(),
            _ => left.FirstOrDefault(),
        };
    }

    private bool IsLate(Sequence s, long now) =>
        s.Generated == 0 && now - s.Request.Arrival.Picoseconds > spec.FirstTokenObjective.Picoseconds != (mutation == Mutation.LateDeadlinesFirst);

    private bool TryEnter(Sequence s, List<Part> parts, ref int budget)
    {
        if (budget == 0 || _running.Count == Limit() || s.InFlight > 0) return false;
        List<SecondBlock> hits = _pool.Find(s);
        int computed = hits.Count * spec.BlockTokens;
        if (Math.Min(s.Elsewhere, s.Known) > computed) return TryLoad(s, hits, ref budget);
        int tokens = Math.Max(1, s.Known - computed);
        if (mutation != Mutation.ThresholdForgottenAtAdmission) tokens = Limit(tokens);
        if (tokens > budget && !spec.ChunkedPrefill) return false;
        tokens = Math.Min(tokens, budget);
        bool whole = spec.ReserveFullSequence && mutation != Mutation.OnlyTheFirstChunkMustFit;
        int reserved = Math.Max(ReservedTokens(s), computed + tokens);
        if (!HasRoom(hits, Blocks(whole ? Math.Max(s.Known, reserved) : reserved))) return false;
        _pool.Share(s, hits);
        _pool.Allocate(s, reserved);
        s.Computed = computed;
        Run(s, tokens, parts, ref budget);
        return true;
    }

    /// <summary>Tokens for which blocks are taken at once, however many are computed; 0 for no more than those.</summary>
    private int ReservedTokens(Sequence s) => !spec.ReserveOutput || mutation == Mutation.OutputIsNotReserved
        ? 0
        : s.Request.InputTokens + s.Request.OutputTokens - 1 + spec.DraftTokens + spec.LookaheadTokens;

    private bool HasRoom(List<SecondBlock> hits, int blocks)
    {
        bool guarded = mutation != Mutation.WatermarkForgotten && (_running.Count > 0 || mutation == Mutation.WatermarkWhenIdle);
        return blocks - hits.Count(b => b.Users > 0) <= _pool.FreeCount - (guarded ? (int)(spec.Watermark * spec.BlockCount) : 0);
    }

    private void Run(Sequence s, int tokens, List<Part> parts, ref int budget)
    {
        _pool.Enter(s, s.Computed + tokens);
        _running.Add(s);
        parts.Add(new Part(s, tokens));
        budget -= tokens;
    }

    private void Fix(Part part)
    {
        Sequence s = part.Sequence;
        int goal = s.Known + s.Expected;
        s.Computed += part.Tokens;
        part.Samples = s.Computed >= goal;
        part.Drafts = Math.Max(0, s.Computed - goal);
        s.InFlight++;
        s.Drafts = 0;
        if (!spec.Asynchronous || !part.Samples) return;
        s.Expected += 1 + part.Drafts;
        s.Drafts = spec.DraftTokens;
    }

    private int Judge(Part part)
    {
        Sequence s = part.Sequence;
        int accepted = 0;
        while (accepted < part.Drafts && Draw(s.Request.Index, s.Generated + accepted) < spec.DraftAcceptance) accepted++;
        if (_running.Contains(s))
        {
            if (mutation != Mutation.RejectedDraftsStay) s.Computed -= part.Drafts - accepted;
            if (!spec.Asynchronous) s.Drafts = spec.DraftTokens;
        }
        if (spec.Asynchronous) s.Expected -= 1 + part.Drafts;
        int returned = Math.Min(1 + accepted, s.Request.OutputTokens - s.Generated);
        s.Generated += returned;
        return returned;
    }

    private Sequence Victim()
    {
        if (mutation == Mutation.FirstIsPreempted) return _running[0];
        if (spec.Order != QueueOrder.Priority || mutation == Mutation.PriorityIgnoredByPreemption) return _running[^1];
        return _running.OrderBy(s => s.Request.Priority).ThenBy(s => s.Order).Last();
    }

    private void Preempt(Sequence s)
    {
        _running.Remove(s);
        _pool.Free(s);
        s.Computed = s.Drafts = 0;
        Return(s, toTheBack: mutation == Mutation.PreemptedGoesToTheBack);
    }

    private void Return(Sequence s, bool toTheBack)
    {
        if (spec.Order == QueueOrder.Priority) Enqueue(s);
        else if (toTheBack) _waiting.Add(s);
        else _waiting.Insert(0, s);
    }

    private void Enqueue(Sequence s)
    {
        if (s.Order == 0) s.Order = ++Sequence.LastOrder;
        _waiting.Add(s);
        if (spec.Order != QueueOrder.Priority) return;
        List<Sequence> sorted = [.. _waiting.OrderBy(w => w.Request.Priority).ThenBy(w => mutation == Mutation.LatestOfEqualPriorityFirst ? -w.Order : w.Order)];
        _waiting.Clear();
        _waiting.AddRange(sorted);
    }

    private int Limit(int tokens) => spec.LongPrefillThreshold > 0 ? Math.Min(tokens, spec.LongPrefillThreshold) : tokens;

    private int Blocks(int tokens) => (tokens + spec.BlockTokens - 1) / spec.BlockTokens;

    private double Draw(int request, int place)
    {
        ulong z = spec.Seed + 0x9E3779B97F4A7C15 * (((ulong)(uint)request << 32) + (uint)place + 1);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
