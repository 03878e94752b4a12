using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;
using static DeepStack.Sim.Serving.Tests.TestTrace;

namespace DeepStack.Sim.Serving.Tests;

public sealed class SchedulingPoliciesTests
{
    private static readonly SchedulerSpec Limits = new() { TokenBudget = 2000, MaxSequences = 2, BlockCount = 200 };

    [Fact]
    public void EveryPolicyServesEveryTokenAndReturnsEveryBlock()
    {
        foreach (string name in SchedulingPolicies.Names)
        {
            TraceRequest[] requests = [.. Enumerable.Range(0, 12).Select(i => Request(i, 30 + i * 37 % 200, 1 + i * 5 % 17, priority: i % 3))];
            ReplicaScheduler scheduler = With(name, Limits with { MaxSequences = 4, BlockCount = 40 }, requests);
            int tokens = 0;
            for (int step = 0; scheduler.HasRequests && step < 2000; step++)
            {
                ScheduledStep next = scheduler.Schedule(SimTime.FromPicoseconds(step));
                scheduler.Complete(next, SimTime.FromPicoseconds(step + 1));
                tokens += next.TokensReturned;
            }

            Assert.Equal((requests.Sum(r => r.OutputTokens), 0), (tokens, scheduler.BlocksInUse));
        }
    }

    [Fact]
    public void StaticBatchingLetsNobodyJoinUntilAllHaveFinished()
    {
        ReplicaScheduler scheduler = With("static", Limits, Request(0, 10, 1), Request(1, 10, 3), Request(2, 10, 1));

        Assert.Equal([2, 1, 1, 1], Enumerable.Range(0, 4).Select(i => Step(scheduler).Count));
    }

    [Fact]
    public void OrcaReservesTheWholeOutput()
    {
        ReplicaScheduler scheduler = With("orca", Limits with { BlockCount = 12 }, Request(0, 16, 97), Request(1, 16, 97));

        Assert.Equal((1, 7), (Step(scheduler).Count, scheduler.BlocksInUse));
    }

    [Fact]
    public void SarathiSplitsPromptsIntoChunksOfFiveHundredTwelve() =>
        Assert.Equal(512, Step(With("sarathi", Limits, Request(0, 1200, 1))).Shape.NewTokens);

    [Fact]
    public void PrefillFirstLetsDecodesWaitForAPrompt()
    {
        ReplicaScheduler scheduler = With("prefill-first", Limits, Request(0, 10, 5));
        Step(scheduler);
        Arrive(scheduler, Request(1, 20, 5));

        Assert.Equal([20, 2], new[] { Step(scheduler).Shape.NewTokens, Step(scheduler).Shape.NewTokens });
    }

    [Fact]
    public void TheDeadlineOrderPassesOverRequestsThatAreLateAnyway()
    {
        var spec = Limits with { MaxSequences = 1, FirstTokenObjective = Duration.FromPicoseconds(100) };
        ReplicaScheduler scheduler = With("slo-aware", spec, Request(0, 10, 1), Request(1, 20, 1, seconds: 150e-12));

        Assert.Equal(20, scheduler.Schedule(SimTime.FromPicoseconds(200)).Shape.NewTokens);
    }

    [Fact]
    public void TheLongestPrefixGoesFirst()
    {
        ReplicaScheduler scheduler = With("longest-prefix", Limits with { MaxSequences = 1 }, Hashed(0, 32, 1, 1, 2));
        Step(scheduler);
        Arrive(scheduler, Hashed(1, 33, 1, 5, 6, 7), Hashed(2, 35, 1, 1, 2, 3));

        Assert.Equal((3, 32), (Step(scheduler).Shape.NewTokens, scheduler.CachedTokensOf(Hashed(3, 33, 1, 1, 2, 9))));
    }

    [Fact]
    public void AnUnknownPolicyIsNamedWithTheNearest() =>
        Assert.Contains("orca", Assert.Throws<PresetException>(() => SchedulingPolicies.Apply("orka", Limits)).Message, StringComparison.Ordinal);

    private static ReplicaScheduler With(string policy, SchedulerSpec spec, params TraceRequest[] requests)
    {
        var scheduler = new ReplicaScheduler(SchedulingPolicies.Apply(policy, spec));
        Arrive(scheduler, requests);
        return scheduler;
    }

    private static void Arrive(ReplicaScheduler scheduler, params TraceRequest[] requests)
    {
        foreach (TraceRequest request in requests) scheduler.Arrive(request, request.Arrival, request.Arrival);
    }

    private static ScheduledStep Step(ReplicaScheduler scheduler)
    {
        ScheduledStep step = scheduler.Schedule(SimTime.Zero);
        scheduler.Complete(step, SimTime.FromPicoseconds(1));
        return step;
    }
}
