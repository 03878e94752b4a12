using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Serving.Tests.Second;

public sealed class SecondSchedulerTests
{
    public static TheoryData<Mutation> Mutations => [.. Enum.GetValues<Mutation>().Where(m => m != Mutation.None)];

    [Fact]
    public void BothSchedulersAgreeStepForStepOnTenThousandScenarios()
    {
        int preempting = 0, sharing = 0;
        for (ulong seed = 0; seed < 10_000; seed++)
        {
            Comparison result = Compare(seed, Mutation.None);
            Assert.True(result.Difference is null, $"scenario {seed}: {result.Difference}");
            if (result.Preempted > 0) preempting++;
            if (result.CachedTokens > 0) sharing++;
        }

        Assert.InRange(preempting, 1000, 10_000);
        Assert.InRange(sharing, 1000, 10_000);
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public void EachRuleGotWrongIsNoticed(Mutation mutation)
    {
        bool noticed = false;
        for (ulong seed = 0; seed < 2000 && !noticed; seed++) noticed = Compare(seed, mutation).Difference is not null;

        Assert.True(noticed, $"{mutation} goes unnoticed");
    }

    private static Comparison Compare(ulong seed, Mutation mutation)
    {
        Scenario scenario = Scenario.Of(seed);
        var ours = new ReplicaScheduler(scenario.Spec);
        Sequence.LastOrder = 0;
        var second = new SecondScheduler(scenario.Spec, mutation);
        var flying = new Queue<(ScheduledStep Step, long End)>();
        long now = 0, free = 0, steps = 0;
        int arrived = 0, preempted = 0, cached = 0;
        while (arrived < scenario.Requests.Length || ours.HasRequests || flying.Count > 0)
        {
            if (steps > 5000) return new Comparison("it does not end", preempted, cached);
            long next = arrived < scenario.Requests.Length ? scenario.Requests[arrived].Arrival.Picoseconds : long.MaxValue;
            if (flying.Count > 0) next = Math.Min(next, flying.Peek().End);
            if (next == long.MaxValue) return new Comparison("nothing happens any more", preempted, cached);
            now = next;
            if (flying.Count > 0 && flying.Peek().End == now)
            {
                ScheduledStep done = flying.Dequeue().Step;
                ours.Complete(done, SimTime.FromPicoseconds(now));
                if (done.TokensReturned != second.Complete()) return new Comparison($"tokens of step {done.Number}", preempted, cached);
                cached += done.Finished.Sum(t => t.CachedTokens);
            }
            for (; arrived < scenario.Requests.Length && scenario.Requests[arrived].Arrival.Picoseconds == now; arrived++)
            {
                ours.Arrive(scenario.Requests[arrived], SimTime.FromPicoseconds(now), SimTime.FromPicoseconds(now));
                second.Arrive(scenario.Requests[arrived]);
            }
            while (flying.Count < scenario.Spec.StepsInFlight)
            {
                ScheduledStep step = ours.Schedule(SimTime.FromPicoseconds(now));
                SecondStep other = second.Schedule();
                var log = step.Shape.Slices.Select((s, i) => (step.Parts[i].Request, s.NewTokens, s.ContextTokens));
                if (!log.SequenceEqual(other.Parts)) return new Comparison($"step {step.Number}: [{string.Join(" ", log)}] against [{string.Join(" ", other.Parts)}]", preempted, cached);
                if (step.Preempted != other.Preempted) return new Comparison($"preemptions of step {step.Number}", preempted, cached);
                preempted += step.Preempted;
                if (step.IsEmpty && step.Preempted > 0 && flying.Count == 0) continue;
                if (step.IsEmpty) break;
                free = Math.Max(now, free) + scenario.StepTimes[steps++ % scenario.StepTimes.Length];
                flying.Enqueue((step, free));
            }
        }
        bool clean = second.IsIdle && second.AllBlocksAreFree && ours.BlocksInUse == 0 && ours.OutstandingTokens == 0;
        return new Comparison(clean ? null : "something is left behind", preempted, cached);
    }

    private sealed record Comparison(string? Difference, int Preempted, int CachedTokens);
}
