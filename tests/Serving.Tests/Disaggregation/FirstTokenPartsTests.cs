using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Disaggregation;

public sealed class FirstTokenPartsTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void PartsOfTheTimeToTheFirstTokenSumUpToItAndNoneIsNegative(bool disaggregated, bool asynchronous)
    {
        Duration preempted = Duration.Zero, transferred = Duration.Zero;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            foreach (RequestTimeline t in Run(seed, disaggregated, asynchronous).Finished)
            {
                Duration[] parts = [t.FrontEndTime, t.QueueTime, t.PrefillTime, t.PreemptedBeforeFirstToken, t.TransferTime];
                Assert.All(parts, part => Assert.True(part >= Duration.Zero, $"seed {seed}, request {t.Request.Index}: {string.Join(", ", parts)}"));
                Assert.Equal(t.TimeToFirstToken, parts.Aggregate((sum, part) => sum + part));
                Assert.True(t.PreemptedBeforeFirstToken <= t.PreemptedTime);
                Assert.True(t.FrontEndTime > Duration.Zero && t.PrefillTime > Duration.Zero);
                preempted += t.PreemptedBeforeFirstToken;
                transferred += t.TransferTime;
            }
        }

        Assert.True(preempted > Duration.Zero, "nobody was preempted before the first token");
        Assert.Equal(disaggregated, transferred > Duration.Zero);
    }

    /// <summary>Prompts that are admitted by their first chunk alone, in a pool with room for few, so that they push each other out.</summary>
    private static Cluster Run(ulong seed, bool disaggregated, bool asynchronous)
    {
        var random = new RandomStream(seed, "parts");
        long at = 0;
        TraceRequest[] requests = [.. Enumerable.Range(0, 40).Select(i => TestTrace.Request(i, 1 + (int)random.NextInteger(300), 1 + (int)random.NextInteger(60)) with
        {
            Arrival = KvExchangeTests.Microseconds(at += random.NextInteger(200)),
        })];
        return new Cluster
        {
            Roles = disaggregated ? [PoolRole.Prefill, PoolRole.Prefill, PoolRole.Decode] : [PoolRole.Both, PoolRole.Both],
            Mode = (TransferMode)(seed % 3),
            // Prompts that wait for blocks of prompts that wait for room at the decode replica go on when those give up.
            Timeout = Duration.FromNanoseconds(5_000_000),
            Costs = HostCosts.None with { PerRequest = Duration.FromNanoseconds(5_000) },
            Spec = new SchedulerSpec { BlockCount = 30, TokenBudget = 64, MaxSequences = 6, ReserveFullSequence = false, LongPrefillThreshold = 24, Asynchronous = asynchronous, StepsInFlight = asynchronous ? 2 : 1 },
        }.Serve(requests);
    }
}
