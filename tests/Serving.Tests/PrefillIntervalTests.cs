using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests;

public sealed class PrefillIntervalTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 4)]
    public void RequestsEnterOnEverySoManythStepOnly(int interval, int firstStep)
    {
        Assert.Equal(firstStep, StepsBeforeTheSecond(Run(interval, ranks: 1), rank: 0));
    }

    [Fact]
    public void RanksInLockStepAdmitOnTheSameSteps()
    {
        Log log = Run(interval: 4, ranks: 2);

        Assert.Equal(4, StepsBeforeTheSecond(log, rank: 0));
        Assert.Equal(log.Scheduled[2], log.Scheduled[3]);
    }

    [Fact]
    public void AnIdleReplicaDoesNotWaitForItsTurn()
    {
        Log log = Run(interval: 1000, ranks: 1);

        Assert.Equal(SimTime.Zero, log.Scheduled[0]);
        Assert.Equal(SimTime.Zero + Duration.FromSeconds(0.2), log.Scheduled[1]);
    }

    private static long StepsBeforeTheSecond(Log log, int rank) => (log.Scheduled[rank + (log.Ranks)] - SimTime.Zero).Picoseconds / Duration.FromSeconds(0.01).Picoseconds;

    /// <summary>A request of twenty steps per rank at 0, and another one per rank after a step and a half.</summary>
    private static Log Run(int interval, int ranks)
    {
        var log = new Log { Ranks = ranks };
        TraceRequest[] requests = [.. Enumerable.Range(0, 2 * ranks).Select(i => TestTrace.Request(i, 10, 20, i < ranks ? 0 : 0.015))];
        ReplicaScheduler[] schedulers = [.. Enumerable.Range(0, ranks).Select(_ => new ReplicaScheduler(new SchedulerSpec { PrefillInterval = interval }))];
        new ServingRun(new Simulation(), requests, [new ReplicaSetup(schedulers, new ConstantStepModel(Duration.FromSeconds(0.01)))], new RoundRobinRouter(), HostCosts.None, log).RunToEnd();
        return log;
    }

    private sealed class Log : IServingObserver
    {
        public int Ranks { get; init; }

        public SortedDictionary<int, SimTime> Scheduled { get; } = [];

        public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end)
        {
        }

        public void RequestFinished(int replica, in RequestTimeline timeline) => Scheduled.Add(timeline.Request.Index, timeline.FirstScheduled);
    }
}
