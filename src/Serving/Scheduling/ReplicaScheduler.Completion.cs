using System.Runtime.CompilerServices;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Timelines;

namespace DeepStack.Sim.Serving.Scheduling;

/// <content>The end of a step: tokens are returned, drafts judged, finished requests leave.</content>
public sealed partial class ReplicaScheduler
{
    /// <summary>Hears that a step is done; fills in what came of it.</summary>
    /// <remarks>Steps are completed in the order in which they were scheduled.</remarks>
    public void Complete(ScheduledStep step, SimTime now)
    {
        if (_connector is not null) TellOfFullBlocks(step);
        Span<RequestState> states = _requests.States;
        foreach (ref StepEntry entry in step.Entries)
        {
            ref RequestState request = ref states[entry.Slot];
            if (request.Serial != entry.Serial) continue;
            request.StepsInFlight--;
            if (!entry.Samples) continue;
            entry.Returned = Settle(ref request, in entry);
            if (request.Part == RequestPart.Prefill) entry.Returned = 0;
            step.TokensReturned += entry.Returned;
            Record(ref request, entry.Slot, now);
            if (request.Generated == request.Output) Finish(step, entry.Slot);
        }
        if (step.Finished.Count > 0) CompactRunning();
    }

    /// <summary>Judges the drafts of one request and counts its new tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Settle(ref RequestState request, in StepEntry entry)
    {
        int accepted = entry.Drafts == 0 ? 0 : DraftJudge.Accepted(_spec, request.Index, request.Generated, entry.Drafts);
        if (request.Status == RequestStatus.Running)
        {
            request.Computed -= entry.Drafts - accepted;
            if (!_spec.Asynchronous) request.Drafts = _spec.DraftTokens;
        }
        if (_spec.Asynchronous) request.Placeholders -= 1 + entry.Drafts;
        int returned = Math.Min(1 + accepted, request.Output - request.Generated);
        request.Generated += returned;
        return returned;
    }

    private void Record(ref RequestState request, int slot, SimTime now)
    {
        if (request.TokenSteps++ == 0) _requests.TimelineOf(slot).FirstToken = now;
        else request.LongestGap = Duration.Max(request.LongestGap, now - request.LastToken);
        request.LastToken = now;
    }

    private void Finish(ScheduledStep step, int slot)
    {
        ref RequestState request = ref _requests[slot];
        OutstandingTokens -= request.Prompt + request.Output;
        if (request.Status == RequestStatus.Waiting) _waiting.Remove(slot);
        step.AddFinished(in Closed(slot));
        if (request.Part == RequestPart.Prefill) request.Status = RequestStatus.Kept;
        else Forget(slot);
    }

    /// <summary>Drops a request whose client has gone; steps in flight that hold it no longer count for it.</summary>
    /// <returns>Whether the request was here.</returns>
    internal bool TryDrop(int index, SimTime now, out RequestTimeline timeline)
    {
        timeline = default;
        if (!_slots.TryGetValue(index, out int slot)) return false;
        ref RequestState request = ref _requests[slot];
        _waits.AdvanceTo(now);
        if (!_requests.TimelineOf(slot).WasScheduled) _waits.End(ref _requests.TimelineOf(slot));
        bool ran = request.Status == RequestStatus.Running;
        if (request.Status == RequestStatus.Waiting) _waiting.Remove(slot);
        OutstandingTokens -= request.Prompt + request.Output;
        timeline = Closed(slot);
        Forget(slot);
        if (ran) CompactRunning();
        return true;
    }

    /// <summary>Whether a request has given a token.</summary>
    internal bool HasToken(int index) => _slots.TryGetValue(index, out int slot) && _requests[slot].TokenSteps > 0;

    /// <summary>A request's timeline with everything that is known of it.</summary>
    private ref RequestTimeline Closed(int slot)
    {
        ref RequestState request = ref _requests[slot];
        ref RequestTimeline timeline = ref _requests.TimelineOf(slot);
        timeline.LastToken = request.LastToken;
        timeline.LongestGap = request.LongestGap;
        timeline.TokenSteps = request.TokenSteps;
        timeline.GeneratedTokens = request.Generated;
        return ref timeline;
    }

    private void CompactRunning()
    {
        int kept = 0;
        for (int i = 0; i < _runningCount; i++)
        {
            int slot = _running[i];
            if (_requests[slot].Status == RequestStatus.Running) _running[kept++] = slot;
        }
        _runningCount = kept;
    }
}
