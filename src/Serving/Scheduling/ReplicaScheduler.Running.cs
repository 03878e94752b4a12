using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Scheduling;

/// <content>The first half of a step: what is already running, and who must yield when blocks run short.</content>
public sealed partial class ReplicaScheduler
{
    private void ServeRunning(ScheduledStep step, SimTime now)
    {
        Span<RequestState> states = _requests.States;
        for (int i = 0; i < _runningCount && _budget > 0; i++)
        {
            int slot = _running[i];
            ref RequestState request = ref states[slot];
            int tokens = TokensToRun(in request);
            if (tokens <= 0) continue;
            int end = request.Computed + tokens + _spec.LookaheadTokens;
            if (end > (long)request.Blocks * _spec.BlockTokens && !TryGrow(step, now, slot, _spec.BlocksFor(end), ref i)) break;
            if (_spec.PrefixCaching) EnterFullBlocks(ref request, slot, tokens);
            Include(step, ref request, slot, tokens);
        }
    }

    private int TokensToRun(in RequestState request)
    {
        if (EndIsUnderWay(in request)) return 0;
        int tokens = request.Known + request.Drafts + request.Placeholders - request.Computed;
        return tokens == 1 ? 1 : Math.Min(Cut(tokens), _budget);
    }

    /// <summary>Whether the steps in flight are bound to reach the request's token limit.</summary>
    private bool EndIsUnderWay(in RequestState request) =>
        request.Placeholders > 0 && _spec.EndForeseen && request.Computed + 2 - request.Placeholders >= request.Prompt + request.Output;

    private int Cut(int tokens) => _spec.LongPrefillThreshold > 0 ? Math.Min(tokens, _spec.LongPrefillThreshold) : tokens;

    /// <summary>Gets blocks for a running request, preempting others until they are there; false if it had to go itself.</summary>
    private bool TryGrow(ScheduledStep step, SimTime now, int slot, int blocks, ref int index)
    {
        int held = _requests[slot].Blocks;
        while (_blocks.Free < blocks - held)
        {
            int victim = IndexOfVictim();
            int victimSlot = _running[victim];
            Preempt(step, victim, now);
            if (victimSlot == slot) return false;
            if (victim < index) index--;
        }
        _blocks.Grow(slot, held, blocks);
        _requests[slot].Blocks = blocks;
        return true;
    }

    private int IndexOfVictim()
    {
        int victim = _runningCount - 1;
        if (_spec.Order != QueueOrder.Priority) return victim;
        for (int i = victim - 1; i >= 0; i--)
            if (ComesBefore(_running[victim], _running[i])) victim = i;
        return victim;
    }

    /// <summary>Takes a running request's blocks and puts it back at the front of the queue; what it has generated is kept.</summary>
    private void Preempt(ScheduledStep step, int index, SimTime now)
    {
        int slot = _running[index];
        RemoveRunning(index);
        Withdraw(step, slot);
        ref RequestState request = ref _requests[slot];
        _blocks.Release(slot, request.Blocks, comesBack: _requests.TimelineOf(slot).Request);
        _requests.TimelineOf(slot).RecomputedTokens += Math.Min(request.Computed, request.Known);
        request.Blocks = request.Computed = request.Drafts = 0;
        request.Status = RequestStatus.Waiting;
        if (_spec.Order == QueueOrder.Priority) _waiting.Insert(PlaceInQueue(slot), slot);
        else _waiting.AddFirst(slot);
        ref var timeline = ref _requests.TimelineOf(slot);
        timeline.Preemptions++;
        timeline.LastPreempted = now;
        step.Preempted++;
    }

    /// <summary>Takes a victim out of the step that is being built, where it is part of it.</summary>
    private void Withdraw(ScheduledStep step, int slot)
    {
        if (_spec.Order != QueueOrder.Priority) return;
        Span<StepEntry> entries = step.Entries;
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i].Slot != slot) continue;
            _budget += entries[i].Tokens;
            step.RemoveAt(i);
            return;
        }
    }

    private void RemoveRunning(int index)
    {
        _runningCount--;
        Array.Copy(_running, index + 1, _running, index, _runningCount - index);
    }
}
