using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Clients;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests;

public sealed class ClientTests
{
    private const double StepSeconds = 0.01;

    [Fact]
    public void AClosedLoopNeverHasMoreRequestsThanClients()
    {
        Log log = Run(Requests(40), new ClientSpec { Count = 3, Think = Duration.FromSeconds(0.05) });

        Assert.Equal(40, log.Finished.Count);
        Assert.Equal(3, log.Finished.Count(t => t.Arrived == SimTime.Zero));
        foreach (RequestTimeline one in log.Finished)
            Assert.True(log.Finished.Count(t => t.Arrived <= one.Arrived && one.Arrived < t.LastToken) <= 3);
    }

    [Fact]
    public void AClientThinksBetweenAnAnswerAndItsNextRequest()
    {
        Log log = Run(Requests(5), new ClientSpec { Count = 1, Think = Duration.FromSeconds(0.2) });

        for (int i = 1; i < 5; i++) Assert.Equal(Duration.FromSeconds(0.2), log.Finished[i].Arrived - log.Finished[i - 1].LastToken);
    }

    [Fact]
    public void ATurnComesAThinkTimeAfterTheAnswerToTheTurnBefore()
    {
        TraceRequest[] turns = [.. Requests(6).Select((r, i) => r with { Session = i % 2 == 0 ? "a" : null, Arrival = SimTime.Zero + Duration.FromSeconds(i * 0.001) })];

        Log log = Run(turns, new ClientSpec { TurnsWait = true, Think = Duration.FromSeconds(0.5) });

        RequestTimeline[] session = [.. log.Finished.Where(t => t.Request.Session == "a").OrderBy(t => t.Request.Index)];
        Assert.Equal(3, session.Length);
        for (int i = 1; i < 3; i++) Assert.Equal(Duration.FromSeconds(0.5), session[i].Arrived - session[i - 1].LastToken);
        Assert.Equal(SimTime.Zero + Duration.FromSeconds(0.003), Assert.Single(log.Finished, t => t.Request.Index == 3).Arrived);
    }

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(10.0, false)]
    public void AClientGivesUpWhenItsPatienceEndsAndNotBefore(double patience, bool givesUp)
    {
        Log log = Run([TestTrace.Request(0, 10, 50)], new ClientSpec { Patience = Duration.FromSeconds(patience) });

        Assert.Equal(givesUp ? 0 : 1, log.Finished.Count);
        if (!givesUp) return;
        (RequestTimeline timeline, SimTime at, bool timedOut) = Assert.Single(log.GivenUp);
        Assert.Equal(SimTime.Zero + Duration.FromSeconds(patience), at);
        Assert.True(timedOut);
        Assert.InRange(timeline.GeneratedTokens, 9, 11);
    }

    [Fact]
    public void AFirstTokenInTimeKeepsTheClient()
    {
        var spec = new ClientSpec { FirstTokenPatience = Duration.FromSeconds(StepSeconds * 1.5) };

        Assert.Single(Run([TestTrace.Request(0, 10, 50)], spec).Finished);
        Assert.Single(Run([TestTrace.Request(0, 20_000, 50)], spec).GivenUp);
    }

    [Fact]
    public void RequestsGivenUpLeaveNoBlockBehindAndTheOthersFinish()
    {
        var scheduler = new ReplicaScheduler(new SchedulerSpec { MaxSequences = 8, BlockCount = 400, PrefixCaching = true, Asynchronous = true, StepsInFlight = 2 });
        var log = new Log();
        var spec = new ClientSpec { LeavingShare = 0.5, LeavingAfter = Duration.FromSeconds(0.3), Patience = Duration.FromSeconds(3) };

        new ServingRun(new Simulation(), Requests(200), [new ReplicaSetup(scheduler, Model())], new RoundRobinRouter(), HostCosts.None with { PerRequest = Duration.FromSeconds(0.02) }, log, clients: spec).RunToEnd();

        Assert.Equal(200, log.Finished.Count + log.GivenUp.Count);
        Assert.Contains(log.GivenUp, g => g.TimedOut);
        Assert.Contains(log.GivenUp, g => !g.TimedOut);
        Assert.Equal(0, scheduler.BlocksInUse);
        Assert.Equal(0, scheduler.OutstandingTokens);
        Assert.False(scheduler.HasRequests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ClientsSeeTheSameWithAndWithoutMergedRuns(int stepsInFlight)
    {
        var spec = new ClientSpec { Count = 5, Think = Duration.FromSeconds(0.07), LeavingShare = 0.2, LeavingAfter = Duration.FromSeconds(0.3), Patience = Duration.FromSeconds(1.1) };
        var limits = new SchedulerSpec { Asynchronous = stepsInFlight == 2, StepsInFlight = stepsInFlight };

        Log single = Run(Requests(300), spec, limits), merged = Run(Requests(300), spec, limits, new MergedLog());

        Assert.Equal(single.Finished.Select(t => (t.Request.Index, t.Arrived, t.FirstToken, t.LastToken)), merged.Finished.Select(t => (t.Request.Index, t.Arrived, t.FirstToken, t.LastToken)));
        Assert.Equal(single.GivenUp.Select(g => (g.Timeline.Request.Index, g.Timeline.GeneratedTokens, g.At)), merged.GivenUp.Select(g => (g.Timeline.Request.Index, g.Timeline.GeneratedTokens, g.At)));
        Assert.True(((MergedLog)merged).Runs > 100);
    }

    [Fact]
    public void ImpossibleClientsAreRefusedWithEveryFault()
    {
        var spec = new ClientSpec { Count = -1, Think = Duration.FromSeconds(-1), Patience = Duration.Zero, LeavingShare = 2 };

        string message = Assert.Throws<PresetException>(spec.Checked).Message;

        foreach (string part in new[] { "-1 clients", "think time", "patience", "share of clients" }) Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.1)]
    [InlineData(2.0)]
    public void BeyondTheRateOfASaturatedClosedLoopCompletionsStayAtItAndTheBacklogGrowsAtTheExcessRate(double load)
    {
        const int count = 6000;
        var limits = new SchedulerSpec { MaxSequences = 64, BlockCount = 4000 };
        double[] closed = Ends(Run(Requests(count), new ClientSpec { Count = 128 }, limits));
        double capacity = Rate(closed), rate = load * capacity;

        Log log = Run([.. Requests(count).Select((r, i) => r with { Arrival = SimTime.Zero + Duration.FromSeconds(i / rate) })], new ClientSpec(), limits);

        double served = Rate(Ends(log));
        Assert.InRange(served / capacity, 0.99, 1.01);
        Assert.InRange(BacklogGrowth(log, count / rate) / (rate - capacity), 0.98, 1.02);

        double Rate(double[] ends) => count * 0.6 / (ends[count * 9 / 10] - ends[count * 3 / 10]);
    }

    /// <summary>Requests per second by which those in the system grow while requests come.</summary>
    private static double BacklogGrowth(Log log, double span)
    {
        return (InSystemAt(span * 0.9) - InSystemAt(span * 0.3)) / (span * 0.6);

        int InSystemAt(double seconds)
        {
            SimTime at = SimTime.Zero + Duration.FromSeconds(seconds);
            return log.Finished.Count(t => t.Arrived <= at && at < t.LastToken);
        }
    }

    private static double[] Ends(Log log) => [.. log.Finished.Select(t => t.LastToken.Seconds)];

    private static TraceRequest[] Requests(int count)
    {
        var random = new Core.Randomness.RandomStream(3, "clients");
        return [.. Enumerable.Range(0, count).Select(i => TestTrace.Request(i, 50 + (int)random.NextInteger(400), 20 + (int)random.NextInteger(80), i * 0.01))];
    }

    private static ConstantStepModel Model() => new(Duration.FromSeconds(StepSeconds));

    private static Log Run(IReadOnlyList<TraceRequest> requests, ClientSpec clients, SchedulerSpec? limits = null, Log? log = null)
    {
        log ??= new Log();
        new ServingRun(new Simulation(), requests, [new ReplicaSetup(new ReplicaScheduler(limits ?? new SchedulerSpec()), Model())], new RoundRobinRouter(), HostCosts.None, log, clients: clients).RunToEnd();
        return log;
    }

    private class Log : IServingObserver
    {
        public List<RequestTimeline> Finished { get; } = [];

        public List<(RequestTimeline Timeline, SimTime At, bool TimedOut)> GivenUp { get; } = [];

        public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end)
        {
        }

        public void RequestFinished(int replica, in RequestTimeline timeline) => Finished.Add(timeline);

        public void RequestGivenUp(int replica, in RequestTimeline timeline, SimTime at, bool timedOut) => GivenUp.Add((timeline, at, timedOut));
    }

    private sealed class MergedLog : Log, IDecodeRunObserver
    {
        public int Runs { get; private set; }

        public void DecodeRunEnded(int replica, DecodeRun run) => Runs++;
    }
}
