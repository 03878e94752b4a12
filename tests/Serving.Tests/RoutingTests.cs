using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Engines;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Tests;

public sealed class RoutingTests
{
    [Fact]
    public void EveryRouterServesEveryRequestOnceAndAgainTheSame()
    {
        foreach (string name in Routers.Names)
        {
            List<string> first = Serve(name), second = Serve(name);

            Assert.Equal(40, first.Select(line => line.Split(' ')[0]).Distinct().Count());
            Assert.Equal(first, second);
        }
    }

    [Fact]
    public void TheVllmBalancerWeighsWaitingFourTimesAndSeesOldCountsUntilTheyArePublished()
    {
        var balancer = new VllmBalancer(Duration.FromNanoseconds(100));
        IRankView[] ranks = [new Rank(Running: 3, Waiting: 0), new Rank(Running: 0, Waiting: 1), new Rank(Running: 8, Waiting: 0)];

        int[] chosen = [.. Enumerable.Range(0, 3).Select(_ => balancer.Choose(TestTrace.Request(0, 1, 1), ranks, SimTime.Zero))];

        Assert.Equal([0, 1, 0], chosen);
    }

    [Fact]
    public void ThePrefixAwareRouterFollowsTheCacheUnlessThatRankIsMuchBusier()
    {
        var router = new PrefixAwareRouter(tolerance: 4);
        TraceRequest request = TestTrace.Request(0, 64, 1);

        Assert.Equal(1, router.Choose(request, [new Rank(0, 0), new Rank(4, 0, Cached: 48)], SimTime.Zero));
        Assert.Equal(0, router.Choose(request, [new Rank(0, 0), new Rank(5, 0, Cached: 48)], SimTime.Zero));
    }

    [Fact]
    public void ASessionStaysWhereItBegan()
    {
        var router = new SessionRouter();
        TraceRequest turn = TestTrace.Request(0, 8, 1) with { Session = "s" };

        int first = router.Choose(turn, [new Rank(2, 0), new Rank(1, 0)], SimTime.Zero);

        Assert.Equal((1, 1), (first, router.Choose(turn, [new Rank(0, 0), new Rank(9, 0)], SimTime.Zero)));
    }

    [Fact]
    public void RanksInLockStepWaitForTheSlowest()
    {
        var log = new Log();
        ReplicaScheduler[] ranks = [new(new SchedulerSpec()), new(new SchedulerSpec())];
        TraceRequest[] requests = [TestTrace.Request(0, 100, 2), TestTrace.Request(1, 10, 2)];

        new ServingRun(new Simulation(), requests, [new ReplicaSetup(ranks, new TokenStepModel())], new RoundRobinRouter(), HostCosts.None, log).RunToEnd();

        Assert.Equal(["1 101", "0 101"], log.Lines.Order(StringComparer.Ordinal).Reverse().Select(l => string.Join(' ', l.Split(' ')[0], l.Split(' ')[3])));
    }

    [Fact]
    public void TheFrontEndDelaysTheQueueAndNotTheArrival()
    {
        var log = new Log();
        HostCosts costs = HostCosts.None with { PerRequest = Duration.FromPicoseconds(5), PerPromptToken = Duration.FromPicoseconds(2) };

        new ServingRun(new Simulation(), [TestTrace.Request(0, 10, 1)], [new ReplicaSetup(new ReplicaScheduler(new SchedulerSpec()), new TokenStepModel())], new RoundRobinRouter(), costs, log).RunToEnd();

        Assert.Equal(["0 0 25 35"], log.Lines.Select(l => string.Join(' ', l.Split(' ')[0], l.Split(' ')[4], l.Split(' ')[2], l.Split(' ')[3])));
    }

    [Fact]
    public void AnEngineVersionStatesItsLimitsByMemory()
    {
        EngineProfile engine = EngineProfile.Open("vllm@main-2026-08");

        Assert.Equal((16384, 1024), Limits(engine, 192));
        Assert.Equal((8192, 1024), Limits(engine, 80));
        Assert.Equal((2048, 256), Limits(engine, 40));
        Assert.Throws<PresetException>(() => EngineProfile.Open("vllm@0.1"));
    }

    private static (int Budget, int Sequences) Limits(EngineProfile engine, long gibibytes)
    {
        SchedulerSpec spec = engine.SchedulerFor(Bytes.FromCount(gibibytes << 30));
        return (spec.TokenBudget, spec.MaxSequences);
    }

    private static List<string> Serve(string router)
    {
        var log = new Log();
        ReplicaSetup[] replicas = [.. Enumerable.Range(0, 3).Select(_ => new ReplicaSetup(new ReplicaScheduler(new SchedulerSpec { PrefixCaching = true, BlockCount = 500 }), new TokenStepModel()))];
        TraceRequest[] requests = [.. Enumerable.Range(0, 40).Select(i => TestTrace.Request(i, 5 + i * 7 % 50, 1 + i % 5, i * 1e-11) with { Session = i % 4 == 0 ? null : $"s{i % 5}" })];
        new ServingRun(new Simulation(), requests, replicas, Routers.Open(router, seed: 3), HostCosts.None, log).RunToEnd();
        return log.Lines;
    }

    private sealed record Rank(int Running, int Waiting, int Cached = 0) : IRankView
    {
        public long OutstandingTokens => 0;

        public int CachedTokensOf(TraceRequest request) => Cached;
    }

    private sealed class TokenStepModel : IStepModel
    {
        public Duration DurationOf(StepShape shape) => Duration.FromPicoseconds(shape.NewTokens);
    }

    private sealed class Log : IServingObserver
    {
        public List<string> Lines { get; } = [];

        public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end)
        {
        }

        public void RequestFinished(int replica, in RequestTimeline t) =>
            Lines.Add($"{t.Request.Index} {replica} {t.Queued.Picoseconds} {t.LastToken.Picoseconds} {t.Arrived.Picoseconds}");
    }
}
