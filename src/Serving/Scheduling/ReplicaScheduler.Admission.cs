using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Kv;
using DeepStack.Sim.Serving.Timelines;

namespace DeepStack.Sim.Serving.Scheduling;

/// <content>The second half of a step: who enters from the waiting queue. The first that does not fit ends it.</content>
public sealed partial class ReplicaScheduler
{
    private void Admit(ScheduledStep step, SimTime now)
    {
        step.AdmissionStop = AdmissionStop.QueueEmpty;
        if (_loaded.Count > 0 && !TryResume(step, now)) return;
        while (_waiting.Count > 0)
        {
            int next = PlaceOfNext(now);
            step.AdmissionStop = TryAdmit(step, _waiting[next], now);
            if (step.AdmissionStop != AdmissionStop.QueueEmpty) return;
            _waiting.RemoveAt(next);
        }
    }

    /// <summary>Takes the first waiting request into the step.</summary>
    /// <returns>What stands against it; <see cref="AdmissionStop.QueueEmpty"/> if nothing does.</returns>
    private AdmissionStop TryAdmit(ScheduledStep step, int slot, SimTime now)
    {
        if (_runningCount == _spec.MaxSequences) return AdmissionStop.Sequences;
        if (_budget == 0) return AdmissionStop.Budget;
        ref RequestState request = ref _requests[slot];
        if (request.StepsInFlight > 0) return AdmissionStop.Preemption;
        PrefixMatch match = _blocks.Find(_requests.TimelineOf(slot).Request, (request.Known - 1) / _spec.BlockTokens);
        int computed = match.Blocks * _spec.BlockTokens;
        if (TokensElsewhere(slot, computed) is > 0 and var loaded) return TryLoad(slot, match, loaded, now);
        int tokens = Cut(request.Known - computed);
        if (tokens > _budget && !_spec.ChunkedPrefill) return AdmissionStop.Budget;
        tokens = Math.Min(tokens, _budget);
        int blocks = _spec.BlocksFor(computed + tokens);
        if (_spec.ReserveOutput) blocks = _spec.BlocksFor((long)request.Prompt + request.Output + _spec.DraftTokens + _spec.LookaheadTokens - 1);
        if (!Fits(match, _spec.ReserveFullSequence ? Math.Max(blocks, _spec.BlocksFor(request.Known)) : blocks)) return AdmissionStop.Blocks;
        _blocks.Take(slot, blocks);
        request.Blocks = blocks;
        request.Computed = computed;
        request.NextFullBlock = 0;
        if (_spec.PrefixCaching) EnterFullBlocks(ref request, slot, tokens);
        Run(step, slot, now);
        Include(step, ref request, slot, tokens);
        return AdmissionStop.QueueEmpty;
    }

    private bool Fits(PrefixMatch match, int blocks) =>
        blocks - match.Blocks + match.Idle <= _blocks.Free - (_runningCount > 0 ? _watermarkBlocks : 0);

    private void Run(ScheduledStep step, int slot, SimTime now)
    {
        if (_runningCount == _running.Length) Array.Resize(ref _running, _runningCount * 2);
        _running[_runningCount++] = slot;
        ref RequestState request = ref _requests[slot];
        request.Status = RequestStatus.Running;
        step.Admitted++;
        ref RequestTimeline timeline = ref _requests.TimelineOf(slot);
        if (timeline.WasScheduled)
        {
            Duration away = now - timeline.LastPreempted;
            timeline.PreemptedTime += away;
            if (request.Generated == 0) timeline.PreemptedBeforeFirstToken += away;
            return;
        }
        _waits.End(ref timeline);
        timeline.WasScheduled = true;
        timeline.FirstScheduled = now;
        timeline.CachedTokens = request.Computed;
    }

    /// <summary>Makes the blocks that will be full after this step findable; only verified tokens count.</summary>
    private void EnterFullBlocks(ref RequestState request, int slot, int tokens)
    {
        int verified = Math.Min(request.Computed + tokens, request.Known);
        if (verified < request.NextFullBlock) return;
        int full = verified / _spec.BlockTokens;
        request.NextFullBlock = (full + 1) * _spec.BlockTokens;
        _blocks.Enter(slot, _requests.TimelineOf(slot).Request, full);
    }
}
