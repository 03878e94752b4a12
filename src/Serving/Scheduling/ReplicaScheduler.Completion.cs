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
        ref RequestTimeline timeline = ref _requests.TimelineOf(slot);
        timeline.LastToken = request.LastToken;
        timeline.LongestGap = request.LongestGap;
        timeline.TokenSteps = request.TokenSteps;
        timeline.GeneratedTokens = request.Generated;
        step.AddFinished(in timeline);
        if (request.Part == RequestPart.Prefill) request.Status = RequestStatus.Kept;
        else Forget(slot);
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
