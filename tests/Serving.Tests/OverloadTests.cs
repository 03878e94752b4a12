using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Tests;

public sealed class OverloadTests
{
    private const int Requests = 6000;

    [Theory]
    [InlineData(1.1)]
    [InlineData(2.0)]
    public void BeyondCapacityCompletionsStayAtItAndTheBacklogGrowsAtTheExcessRate(double load)
    {
        double capacity = Rate(Completions(double.PositiveInfinity)), rate = load * capacity;

        double served = Rate(Completions(rate));

        Assert.InRange(served / capacity, 0.99, 1.01);
        Assert.InRange((rate - served) / (rate - capacity), 0.98, 1.02);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void NothingDriftsOverADay()
    {
        var log = new CompletionLog();
        var random = new RandomStream(5, "day");
        double at = 0;
        List<TraceRequest> day = [];
        while (at < 86_400)
        {
            day.Add(RequestOf(day.Count, at, random));
            at += 4;
        }

        new ServingRun(new Simulation(), day, new ReplicaScheduler(new SchedulerSpec()), new ConstantStepModel(Duration.FromNanoseconds(100_000_000)), log).RunToEnd();

        double[] ends = [.. log.EndToEnd.Select(e => e.Seconds)];
        Assert.Equal(day.Count, ends.Length);
        Assert.InRange(ends[^(ends.Length / 4)..].Average() / ends[..(ends.Length / 4)].Average(), 0.97, 1.03);
        Assert.All(log.Ends, end => Assert.Equal(0, end.Picoseconds % 100_000_000_000));
    }

    [Fact]
    public void SteadyStepsAllocateNothing()
    {
        var scheduler = new ReplicaScheduler(new SchedulerSpec { PrefixCaching = true, BlockCount = 20_000 });
        for (int i = 0; i < 256; i++) scheduler.Arrive(TestTrace.Request(i, 8, 900), SimTime.Zero, SimTime.Zero);
        for (int i = 0; i < 642; i++) scheduler.Complete(scheduler.Schedule(SimTime.Zero), SimTime.Zero);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) scheduler.Complete(scheduler.Schedule(SimTime.Zero), SimTime.Zero);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double[] Completions(double rate)
    {
        var random = new RandomStream(11, "overload");
        TraceRequest[] requests = [.. Enumerable.Range(0, Requests).Select(i => RequestOf(i, i / rate, random))];
        var log = new CompletionLog();
        new ServingRun(new Simulation(), requests, new ReplicaScheduler(new SchedulerSpec { MaxSequences = 64, BlockCount = 4000 }), new LinearStepModel(), log).RunToEnd();
        return [.. log.Ends.Select(e => e.Seconds)];
    }

    private static TraceRequest RequestOf(int index, double seconds, RandomStream random) =>
        TestTrace.Request(index, 50 + (int)random.NextInteger(400), 20 + (int)random.NextInteger(80), seconds);

    /// <summary>The rate at which the middle of the requests is completed, when queues have settled and have not run dry.</summary>
    private static double Rate(double[] completions) => Requests * 0.6 / (completions[Requests * 9 / 10] - completions[Requests * 3 / 10]);

    private sealed class LinearStepModel : IStepModel
    {
        public Duration DurationOf(StepShape shape) => Duration.FromNanoseconds(5_000_000 + 20_000 * shape.NewTokens);
    }

    private sealed class CompletionLog : IServingObserver
    {
        public List<SimTime> Ends { get; } = [];

        public List<Duration> EndToEnd { get; } = [];

        public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end)
        {
        }

        public void RequestFinished(int replica, in RequestTimeline timeline)
        {
            Ends.Add(timeline.LastToken);
            EndToEnd.Add(timeline.EndToEnd);
        }
    }
}
