using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Running;

namespace DeepStack.Sim.Serving.Scheduling;

/// <content>Runs of decode steps that are all alike: nothing but the contexts changes from one to the next.</content>
public sealed partial class ReplicaScheduler
{
    /// <summary>Steps to build from now on in which every running request decodes one token and none arrives, leaves or is preempted.</summary>
    /// <param name="ahead">The step that runs, where asynchronous scheduling builds one behind it.</param>
    /// <remarks>0 where the next step may be anything else; speculative and pipelined steps are never counted.</remarks>
    internal int DecodeStepsAhead(ScheduledStep? ahead)
    {
        if (_runningCount == 0 || _runningCount > _spec.UsableBudget || _spec.DraftTokens > 0 || _connector is not null) return 0;
        if (_waiting.Count > 0 && _runningCount < _spec.MaxSequences) return 0;
        if (ahead is not null && (!_spec.Asynchronous || ahead.Preempted > 0 || ahead.Count != _runningCount || ahead.Shape.DecodeSequences != _runningCount)) return 0;
        int steps = int.MaxValue, inFlight = ahead is null ? 0 : 1;
        for (int i = 0; i < _runningCount; i++)
        {
            ref RequestState request = ref _requests[_running[i]];
            if (request.Generated == 0 || request.StepsInFlight != inFlight || request.Known + inFlight - request.Computed != 1) return 0;
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

    /// <summary>Does a run of such steps at once, and completes it with the blocks and requests of its steps.</summary>
    /// <param name="run">The ends of the steps; no more than <see cref="DecodeStepsAhead"/>.</param>
    /// <param name="ahead">The step that runs: the first of the run, which becomes the one behind it.</param>
    /// <param name="now">When the first is decided.</param>
    internal void AdvanceDecodes(DecodeRun run, ScheduledStep? ahead, SimTime now)
    {
        int steps = run.Steps.Length, inUse = BlocksInUse;
        CountGrowth(run.Editable, inUse, ahead);
        SimTime firstEnd = run.Steps[0].End, lastEnd = run.Steps[^1].End;
        Duration longest = LongestStepAfterTheFirst(run.Steps);
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
            if (_spec.PrefixCaching) EnterFullBlocks(ref request, slot, steps);
            request.Generated++;
            request.Computed = end;
            request.LongestGap = Duration.Max(request.LongestGap, Duration.Max(longest, firstEnd - request.LastToken));
            request.LastToken = lastEnd;
            request.TokenSteps += steps;
            run.AddRequest(request.Index);
        }
        _waits.AdvanceTo(now);
        _waits.Stop = _waiting.Count > 0 ? AdmissionStop.Sequences : AdmissionStop.QueueEmpty;
        if (ahead is not null) MoveBehind(run, ahead);
        _nextStep += steps;
    }

    /// <summary>Makes the step that ran when the run began the one that runs when it ends.</summary>
    private void MoveBehind(DecodeRun run, ScheduledStep ahead)
    {
        int steps = run.Steps.Length;
        ref ScheduledStep from = ref _steps[ahead.Number % _steps.Length], to = ref _steps[(ahead.Number + steps) % _steps.Length];
        (from, to) = (to, from);
        ahead.AdvanceDecodes(steps, run.Steps[^2].End);
        ahead.AdmissionStop = _waits.Stop;
        ahead.Waiting = _waiting.Count;
        ahead.Running = _runningCount;
        ahead.BlocksInUse = BlocksInUse;
    }

    /// <summary>Says how many blocks are held at each step of a run.</summary>
    private void CountGrowth(Span<DecodeStep> steps, int inUse, ScheduledStep? ahead)
    {
        int first = ahead is null ? 0 : 1;
        for (int i = 0; i < _runningCount; i++)
        {
            ref RequestState request = ref _requests[_running[i]];
            long free = (long)request.Blocks * _spec.BlockTokens - request.Computed - _spec.LookaheadTokens;
            for (long step = free + first; step < steps.Length; step += _spec.BlockTokens)
            {
                ref DecodeStep grown = ref steps[(int)Math.Max(first, step)];
                grown = grown with { BlocksInUse = grown.BlocksInUse + 1 };
            }
        }
        for (int i = 0; i < steps.Length; i++) steps[i] = steps[i] with { BlocksInUse = inUse += steps[i].BlocksInUse };
        if (ahead is not null) steps[0] = new DecodeStep(steps[0].End, ahead.BlocksInUse, ahead.Running, ahead.Waiting);
    }

    private static Duration LongestStepAfterTheFirst(ReadOnlySpan<DecodeStep> steps)
    {
        Duration longest = Duration.Zero;
        for (int i = 1; i < steps.Length; i++) longest = Duration.Max(longest, steps[i].End - steps[i - 1].End);
        return longest;
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
