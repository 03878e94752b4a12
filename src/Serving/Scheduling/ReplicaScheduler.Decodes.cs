using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Scheduling;

/// <content>Runs of decode steps that are all alike: nothing but the contexts changes from one to the next.</content>
public sealed partial class ReplicaScheduler
{
    /// <summary>Steps from now on in which every running request decodes one token and none arrives, leaves or is preempted.</summary>
    /// <remarks>0 where the next step may be anything else; speculative and pipelined steps are never counted.</remarks>
    internal int DecodeStepsAhead()
    {
        if (_runningCount == 0 || _runningCount > _spec.UsableBudget || _spec.StepsInFlight > 1 || _spec.DraftTokens > 0 || _connector is not null) return 0;
        if (_waiting.Count > 0 && _runningCount < _spec.MaxSequences) return 0;
        int steps = int.MaxValue;
        for (int i = 0; i < _runningCount; i++)
        {
            ref RequestState request = ref _requests[_running[i]];
            if (request.Generated == 0 || request.Known - request.Computed != 1) return 0;
            steps = Math.Min(steps, request.Output - request.Generated - 1);
        }
        while (steps > 0 && BlocksToGrow(steps) > _blocks.Free) steps /= 2;
        return steps;
    }

    /// <summary>Sum and maximum of the running requests' contexts.</summary>
    internal (long Sum, int Longest) RunningContexts()
    {
        long sum = 0;
        int longest = 0;
        for (int i = 0; i < _runningCount; i++)
        {
            int context = _requests[_running[i]].Computed;
            sum += context;
            longest = Math.Max(longest, context);
        }
        return (sum, longest);
    }

    /// <summary>Does a number of such steps at once.</summary>
    /// <param name="steps">No more than <see cref="DecodeStepsAhead"/>.</param>
    /// <param name="now">When the first is decided.</param>
    /// <param name="firstEnd">The end of the first.</param>
    /// <param name="lastEnd">The end of the last.</param>
    /// <param name="longest">The longest of the steps after the first.</param>
    internal void AdvanceDecodes(int steps, SimTime now, SimTime firstEnd, SimTime lastEnd, Duration longest)
    {
        for (int i = 0; i < _runningCount; i++)
        {
            int slot = _running[i];
            ref RequestState request = ref _requests[slot];
            int end = request.Computed + steps;
            int blocks = _spec.BlocksFor(end + _spec.LookaheadTokens);
            if (blocks > request.Blocks)
            {
                _blocks.Grow(slot, request.Blocks, blocks);
                request.Blocks = blocks;
            }
            request.Generated += steps - 1;
            if (_spec.PrefixCaching) EnterFullBlocks(slot, steps);
            request.Generated++;
            request.Computed = end;
            request.LongestGap = Duration.Max(request.LongestGap, Duration.Max(longest, firstEnd - request.LastToken));
            request.LastToken = lastEnd;
            request.TokenSteps += steps;
        }
        _waits.AdvanceTo(now);
        _waits.Stop = _waiting.Count > 0 ? AdmissionStop.Sequences : AdmissionStop.QueueEmpty;
        _nextStep += steps;
    }

    private long BlocksToGrow(int steps)
    {
        long sum = 0;
        for (int i = 0; i < _runningCount; i++)
        {
            ref RequestState request = ref _requests[_running[i]];
            sum += Math.Max(0, _spec.BlocksFor((long)request.Computed + steps + _spec.LookaheadTokens) - request.Blocks);
        }
        return sum;
    }
}
