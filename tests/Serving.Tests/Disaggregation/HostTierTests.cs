using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Disaggregation;

public sealed class HostTierTests
{
    private static readonly IReadOnlyList<PoolRole> One = [PoolRole.Both];

    [Fact]
    public void WhatThePoolHasForgottenComesBackFromTheHost()
    {
        Cluster cluster = ServeAgain(hostBlocks: 100);

        // The pool of nine blocks has given its place to the second request; the host still has the first prompt.
        Assert.Equal([KvMoveKind.Offload, KvMoveKind.Offload, KvMoveKind.Fetch], cluster.Moves.Select(m => m.Move.Kind).Where((_, i) => i < 3));
        RequestTimeline again = cluster.Finished[2];
        Assert.Equal(112, again.CachedTokens);
        Assert.Equal(Duration.FromNanoseconds(7 * 10_000), again.WaitedForRemoteKv);
        Assert.Equal(again.QueueTime, again.WaitedForRemoteKv);
        Assert.Equal(Duration.FromNanoseconds(16_000), again.PrefillTime);
    }

    [Fact]
    public void WithoutHostMemoryItIsComputedAgain()
    {
        RequestTimeline again = ServeAgain(hostBlocks: 0).Finished[2];

        Assert.Equal(0, again.CachedTokens);
        Assert.Equal(Duration.FromNanoseconds(128_000), again.PrefillTime);
    }

    [Fact]
    public void AHostThatIsFullForgetsWhatWasUsedLongestAgo()
    {
        RequestTimeline again = ServeAgain(hostBlocks: 8).Finished[2];

        Assert.Equal(0, again.CachedTokens);
    }

    [Fact]
    public void APreemptedRequestFetchesWhatItHadComputed()
    {
        // Two requests that outgrow the pool together: one is preempted and finds its own blocks at the host.
        var spec = new SchedulerSpec { BlockCount = 12, PrefixCaching = true, ReserveFullSequence = false };
        TraceRequest[] requests = [TestTrace.Request(0, 64, 60), TestTrace.Request(1, 64, 60)];

        Cluster without = new Cluster { Roles = One, Spec = spec }.Serve(requests);
        Cluster with = new Cluster { Roles = One, Spec = spec, HostBlocks = 100 }.Serve(requests);

        Assert.Contains(without.Finished, t => t.Preemptions > 0);
        Assert.Contains(with.Moves, m => m.Move.Kind == KvMoveKind.Fetch);
        Assert.All(with.Finished, t => Assert.Equal(60, t.GeneratedTokens));
        Assert.Equal(0, with.Schedulers[0].BlocksInUse);
    }

    [Fact]
    public void EveryBlockGoesToTheHostOnce()
    {
        Cluster cluster = new Cluster { Roles = One, Spec = new SchedulerSpec { BlockCount = 1000, PrefixCaching = true, TokenBudget = 64 }, HostBlocks = 1000 }
            .Serve(TestTrace.Hashed(0, 128, 40, 1, 2, 3, 4, 5, 6, 7, 8), TestTrace.Hashed(1, 128, 40, 1, 2, 3, 4, 5, 6, 7, 9));

        // Prompts of eight blocks that share seven, and 39 tokens whose KV is computed behind each: 2 more full blocks.
        Assert.Equal(8 + 2 + 1 + 2, cluster.Moves.Sum(m => m.Move.Blocks));
        Assert.All(cluster.Moves, m => Assert.Equal(KvMoveKind.Offload, m.Move.Kind));
    }

    private static Cluster ServeAgain(int hostBlocks)
    {
        TraceRequest first = TestTrace.Hashed(0, 128, 2, 1, 2, 3, 4, 5, 6, 7, 8);
        return new Cluster { Roles = One, Spec = new SchedulerSpec { BlockCount = 10, PrefixCaching = true }, HostBlocks = hostBlocks }.Serve(
            first,
            TestTrace.Hashed(1, 128, 2, 11, 12, 13, 14, 15, 16, 17, 18) with { Arrival = KvExchangeTests.Microseconds(1_000) },
            first with { Index = 2, Id = "again", Arrival = KvExchangeTests.Microseconds(2_000) });
    }
}
