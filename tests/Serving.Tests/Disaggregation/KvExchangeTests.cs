using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Disaggregation;

public sealed class KvExchangeTests
{
    private static readonly IReadOnlyList<PoolRole> OneEach = [PoolRole.Prefill, PoolRole.Decode];
    private static readonly IReadOnlyList<PoolRole> TwoEach = [PoolRole.Prefill, PoolRole.Prefill, PoolRole.Decode, PoolRole.Decode];

    [Theory]
    [InlineData(TransferMode.Pull, false)]
    [InlineData(TransferMode.Push, false)]
    [InlineData(TransferMode.Layerwise, false)]
    [InlineData(TransferMode.Pull, true)]
    [InlineData(TransferMode.Push, true)]
    [InlineData(TransferMode.Layerwise, true)]
    public void EveryBlockMovesOnceAndEveryBlockComesBack(TransferMode mode, bool asynchronous)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            TraceRequest[] requests = RandomRequests(seed, 60);
            var cluster = new Cluster
            {
                Roles = TwoEach,
                Mode = mode,
                // Room for about three requests, so that hand-overs wait and decodes are preempted.
                Spec = new SchedulerSpec { BlockCount = 60, TokenBudget = 64, MaxSequences = 6, Asynchronous = asynchronous, StepsInFlight = asynchronous ? 2 : 1 },
            }.Serve(requests);

            Assert.Equal(requests.Length, cluster.Finished.Count);
            foreach (RequestTimeline timeline in cluster.Finished) Assert.Equal(timeline.Request.OutputTokens, timeline.GeneratedTokens);
            Assert.All(cluster.Schedulers, s => Assert.Equal((0, 0, false), (s.BlocksInUse, s.WaitingCount, s.HasRequests)));
            ILookup<int, KvMove> moves = cluster.Moves.ToLookup(m => m.Move.Request, m => m.Move);
            foreach (TraceRequest request in requests)
            {
                int[] blocks = [.. moves[request.Index].SelectMany(m => Enumerable.Range(m.FirstBlock, m.Blocks)).Order()];
                Assert.Equal(Enumerable.Range(0, (request.InputTokens + 15) / 16), blocks);
                Assert.Single(moves[request.Index].Select(m => (m.Source, m.Destination)).Distinct());
            }
        }
    }

    [Fact]
    public void TheSameRunTwiceIsTheSame()
    {
        TraceRequest[] requests = RandomRequests(3, 60);

        Cluster first = Random(), second = Random();

        Assert.Equal(first.Steps, second.Steps);
        Assert.Equal(first.Moves, second.Moves);

        Cluster Random() => new Cluster { Roles = TwoEach, Mode = TransferMode.Layerwise, Spec = new SchedulerSpec { BlockCount = 60, TokenBudget = 64 } }.Serve(requests);
    }

    [Fact]
    public void PullReadsWhenThePromptIsDoneAndTheDecodeReplicaHasRoom()
    {
        Cluster cluster = new Cluster { Roles = OneEach, Mode = TransferMode.Pull }.Serve(TestTrace.Request(0, 160, 3));

        RequestTimeline request = Assert.Single(cluster.Finished);
        (KvMove move, SimTime begun) = Assert.Single(cluster.Moves);
        Assert.Equal((KvMoveKind.Pull, 0, 1, 0, 10), (move.Kind, move.Source, move.Destination, move.FirstBlock, move.Blocks));
        Assert.Equal(Microseconds(160), begun);
        Assert.Equal(Microseconds(160), request.PrefillDone);
        Assert.Equal(Duration.FromNanoseconds(100_000), request.TransferTime);
        Assert.Equal(request.TransferTime, request.WaitedForRemoteKv);
        // The decode replica computes the prompt's last token again, which gives the first one.
        Assert.Equal(Microseconds(261), request.FirstToken);
        Assert.Equal(Duration.FromNanoseconds(161_000), request.PrefillTime);
    }

    [Fact]
    public void LayerByLayerTheTransferHidesBehindThePrompt()
    {
        TraceRequest request = TestTrace.Request(0, 160, 3);

        RequestTimeline push = Assert.Single(new Cluster { Roles = OneEach, Mode = TransferMode.Push }.Serve(request).Finished);
        Cluster layers = new Cluster { Roles = OneEach, Mode = TransferMode.Layerwise }.Serve(request);

        Assert.Equal(Duration.FromNanoseconds(100_000), push.TransferTime);
        Assert.Equal(Duration.FromNanoseconds(25_000), Assert.Single(layers.Finished).TransferTime);
        Assert.Equal(SimTime.Zero, Assert.Single(layers.Moves).Begun);
    }

    [Fact]
    public void RoomThatComesWhileAStepRunsIsUsedAtOnce()
    {
        // The decode replica is busy with 30 us of its own when the prompt arrives; its room comes in the middle of the prompt's step.
        var cluster = new Cluster { Roles = [PoolRole.Prefill, PoolRole.Decode], Mode = TransferMode.Layerwise, PerBlock = Duration.FromNanoseconds(1_000), Timeout = Duration.FromNanoseconds(1) };
        cluster.Serve(TestTrace.Request(0, 40, 1), TestTrace.Request(1, 160, 1) with { Arrival = Microseconds(60) });

        // The first prompt times out a nanosecond after its end and is computed by the decode replica for another 40 us.
        Assert.Equal([0, 1], cluster.Moves.Select(m => m.Move.Request));
        Assert.Equal((Microseconds(80) + Duration.FromNanoseconds(1), Microseconds(60)), (cluster.Moves[1].Begun, cluster.Moves[1].Move.ComputedFrom));
    }

    [Fact]
    public void LayerByLayerEveryChunkGoesWithItsStep()
    {
        Cluster cluster = new Cluster { Roles = OneEach, Mode = TransferMode.Layerwise, Spec = new SchedulerSpec { BlockCount = 1000, TokenBudget = 72 } }.Serve(TestTrace.Request(0, 160, 1));

        // Chunks of 72, 72 and 16 tokens fill 4, 5 and 1 blocks.
        Assert.Equal([(0, 4), (4, 5), (9, 1)], cluster.Moves.Select(m => (m.Move.FirstBlock, m.Move.Blocks)));
    }

    [Fact]
    public void WithPushTheDecodeReplicaMakesRoomWhileThePromptIsComputed()
    {
        // Room for one request of 160 + 40 tokens at a time: the second can only be handed over when the first has finished.
        var room = new SchedulerSpec { BlockCount = 15 };
        TraceRequest[] requests = [TestTrace.Request(0, 160, 40), TestTrace.Request(1, 160, 40)];

        Cluster cluster = new Cluster { Roles = OneEach, Mode = TransferMode.Push, DecodeSpec = room }.Serve(requests);

        SimTime bothPromptsDone = Microseconds(320), firstEnds = bothPromptsDone + Duration.FromNanoseconds(140_000);
        Assert.Equal(firstEnds, cluster.Finished[0].LastToken);
        Assert.Equal([bothPromptsDone, firstEnds], cluster.Moves.Select(m => m.Begun));
        Assert.Equal(Duration.FromNanoseconds(140_000), cluster.Finished[1].WaitedForBlocks);
    }

    [Fact]
    public void WhoWaitsForKvTakesNoSequenceAndNoToken()
    {
        // The first request decodes alone while the KV of the second is on its way, though one sequence is the limit.
        var spec = new SchedulerSpec { BlockCount = 1000, MaxSequences = 1 };
        Cluster cluster = new Cluster { Roles = OneEach, Mode = TransferMode.Push, Spec = spec, PerBlock = Duration.FromNanoseconds(1_000) }
            .Serve(TestTrace.Request(0, 16, 400), TestTrace.Request(1, 160, 2));

        Assert.Equal([0, 1], cluster.Finished.Select(t => t.Request.Index));
        RequestTimeline second = cluster.Finished[1];
        Assert.Equal(Duration.FromNanoseconds(10_000), second.WaitedForRemoteKv);
        Assert.Equal(second.QueueTime + second.TransferTime - second.WaitedForRemoteKv, second.WaitedForSequences);
    }

    [Fact]
    public void BlocksThatTheDecodeReplicaHasDoNotMove()
    {
        var spec = new SchedulerSpec { BlockCount = 1000, PrefixCaching = true };
        TraceRequest[] requests =
        [
            TestTrace.Hashed(0, 64, 2, 1, 2, 3, 4),
            TestTrace.Hashed(1, 64, 2, 1, 2, 3, 9) with { Arrival = Microseconds(1_000) },
        ];

        Cluster cluster = new Cluster { Roles = OneEach, Mode = TransferMode.Pull, Spec = spec }.Serve(requests);

        Assert.Equal([(0, 4), (3, 1)], cluster.Moves.Select(m => (m.Move.FirstBlock, m.Move.Blocks)));
    }

    [Theory]
    [InlineData(TransferMode.Pull)]
    [InlineData(TransferMode.Push)]
    [InlineData(TransferMode.Layerwise)]
    public void AfterTheTimeOutThePromptIsComputedAgainAndNoTokenIsLost(TransferMode mode)
    {
        var cluster = new Cluster { Roles = OneEach, Mode = mode, PerBlock = Duration.FromNanoseconds(100_000), Timeout = Duration.FromNanoseconds(50_000) }
            .Serve(TestTrace.Request(0, 160, 3));

        RequestTimeline request = Assert.Single(cluster.Finished);
        Assert.Equal(3, request.GeneratedTokens);
        Assert.Equal(Duration.FromNanoseconds(50_000), request.TransferTime);
        Assert.Equal(Microseconds(160 + 50 + 160), request.FirstToken);
        Assert.All(cluster.Schedulers, s => Assert.Equal(0, s.BlocksInUse));
    }

    [Fact]
    public void JustBeforeTheTimeOutNothingIsComputedAgain()
    {
        var cluster = new Cluster { Roles = OneEach, Mode = TransferMode.Pull, Timeout = Duration.FromPicoseconds(100_000_001) }.Serve(TestTrace.Request(0, 160, 3));

        Assert.Equal(Microseconds(261), Assert.Single(cluster.Finished).FirstToken);
    }

    [Fact]
    public void RandomTimeOutsLoseNothing()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            TraceRequest[] requests = RandomRequests(seed, 60);
            Cluster cluster = new Cluster
            {
                Roles = TwoEach,
                Mode = (TransferMode)(seed % 3),
                Timeout = Duration.FromNanoseconds(60_000),
                Spec = new SchedulerSpec { BlockCount = 60, TokenBudget = 64, PrefixCaching = seed % 2 == 0 },
            }.Serve(requests);

            Assert.Equal(requests.Sum(r => r.OutputTokens), cluster.Finished.Sum(t => t.GeneratedTokens));
            Assert.All(cluster.Schedulers, s => Assert.Equal(0, s.BlocksInUse));
            Assert.All(cluster.Finished, t => Assert.True(t.PrefillDone <= t.FirstToken && t.TransferTime >= Duration.Zero));
        }
    }

    [Fact]
    public void ReplicasThatDoAllServeAsWithoutAnExchange()
    {
        TraceRequest[] requests = RandomRequests(5, 60);
        var spec = new SchedulerSpec { BlockCount = 60, TokenBudget = 64, PrefixCaching = true };
        Cluster exchanged = new Cluster { Roles = [PoolRole.Both, PoolRole.Both], Spec = spec }.Serve(requests);
        var plain = new Cluster { Roles = [] };
        var simulation = new Simulation();

        new ServingRun(
            simulation,
            requests,
            [.. Enumerable.Range(0, 2).Select(_ => new ReplicaSetup(new ReplicaScheduler(spec), new Cluster.TokenTime()))],
            Routers.Open("least-outstanding", 1),
            HostCosts.None,
            plain).RunToEnd();

        Assert.Equal(plain.Steps, exchanged.Steps);
        Assert.Equal(plain.Finished, exchanged.Finished);
        Assert.Empty(exchanged.Moves);
    }

    [Fact]
    public void ReplicasThatDoAllStandBesideThoseThatDoNot()
    {
        TraceRequest[] requests = RandomRequests(7, 60);

        Cluster cluster = new Cluster { Roles = [PoolRole.Both, PoolRole.Prefill, PoolRole.Decode], Mode = TransferMode.Push }.Serve(requests);

        Assert.Equal(60, cluster.Finished.Count);
        Assert.InRange(cluster.Finished.Count(t => t.WasHandedOver), 1, 59);
    }

    internal static SimTime Microseconds(long count) => SimTime.Zero + Duration.FromNanoseconds(count * 1_000);

    private static TraceRequest[] RandomRequests(ulong seed, int count)
    {
        var random = new RandomStream(seed, "requests");
        long at = 0;
        return [.. Enumerable.Range(0, count).Select(i => TestTrace.Request(i, 1 + (int)random.NextInteger(200), 1 + (int)random.NextInteger(100)) with { Arrival = Microseconds(at += random.NextInteger(300)) })];
    }
}
