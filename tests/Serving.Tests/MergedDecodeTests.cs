using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Tests;

public sealed class MergedDecodeTests
{
    [Fact]
    public void MergedRunsGiveTheTimesOfSingleStepsToThePicosecond()
    {
        long steps = 0, events = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            (StepLog single, _) = Run(seed, new StepLog());
            (StepLog merged, long runs) = Run(seed, new MergedLog());

            Assert.Equal(single.Steps, merged.Steps);
            Assert.Equal(single.Parts, merged.Parts);
            Assert.Equal(single.Finished, merged.Finished);
            steps += merged.Steps.Count;
            events += runs;
        }

        Assert.True(events < steps / 2, $"{steps} steps took {events} reports: hardly any were merged");
    }

    private static (StepLog Log, long Reports) Run(ulong seed, StepLog log)
    {
        var random = new RandomStream(seed, "merged");
        long at = 0;
        TraceRequest[] requests = [.. Enumerable.Range(0, 20).Select(i => new TraceRequest(
            i, $"r{i}", SimTime.FromPicoseconds(at += random.NextInteger(60_000)), 1 + (int)random.NextInteger(50), 1 + (int)random.NextInteger(60)))];
        var spec = new SchedulerSpec
        {
            TokenBudget = 32,
            MaxSequences = 1 + (int)random.NextInteger(10),
            BlockTokens = 4,
            BlockCount = 30 + (int)random.NextInteger(60),
            PrefixCaching = seed % 2 == 0,
            Asynchronous = seed % 4 < 2,
            StepsInFlight = seed % 4 < 2 ? 2 : 1,
            EndForeseen = seed % 5 != 0,
            LookaheadTokens = seed % 7 == 0 ? 3 : 0,
            PrefillInterval = seed % 3 == 1 ? 3 : 1,
        };
        HostCosts costs = HostCosts.None with { PerStep = Duration.FromPicoseconds(7), PerRequest = Duration.FromPicoseconds(seed % 3 == 0 ? 1000 : 0) };
        StepJitter? jitter = seed % 3 == 0 ? new StepJitter(0.2, seed) : null;
        new ServingRun(new Simulation(), requests, [new ReplicaSetup(new ReplicaScheduler(spec), new GrowingStepModel()) { Jitter = jitter }], new RoundRobinRouter(), costs, log).RunToEnd();
        return (log, log.Reports);
    }

    /// <summary>Steps that take longer with every token of context, so that no two are alike.</summary>
    private sealed class GrowingStepModel : IDecodeStepModel
    {
        public Duration DurationOf(StepShape shape) => shape.DecodeSequences == shape.Slices.Count
            ? DurationOfDecode(shape.DecodeSequences, shape.DecodeContextTokens, shape.Slices.Max(s => s.ContextTokens))
            : Duration.FromPicoseconds(500 + 3 * shape.NewTokens);

        public Duration DurationOfDecode(int sequences, long contextTokens, int longestContext) =>
            Duration.FromPicoseconds(100 + 11 * sequences + contextTokens + 5 * longestContext);
    }

    /// <summary>What a step was, as a recorder would have it.</summary>
    private readonly record struct LoggedStep(SimTime Start, SimTime End, int Sequences, long ContextTokens, int Running, int Waiting, int Blocks);

    private class StepLog : IServingObserver
    {
        public List<string> Finished { get; } = [];

        public List<LoggedStep> Steps { get; } = [];

        public List<(int Request, int Step)> Parts { get; } = [];

        public long Reports { get; protected set; }

        public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end)
        {
            foreach (StepEntry part in step.Parts) Parts.Add((part.Request, Steps.Count));
            Steps.Add(new LoggedStep(start, end, step.Count, step.Shape.ContextTokens, step.Running, step.Waiting, step.BlocksInUse));
            Reports++;
        }

        public void RequestFinished(int replica, in RequestTimeline timeline) => Finished.Add(
            $"{timeline.Request.Index} {timeline.Queued} {timeline.FirstScheduled} {timeline.FirstToken} {timeline.LastToken} {timeline.LongestGap} {timeline.TokenSteps} {timeline.GeneratedTokens} {timeline.Preemptions} {timeline.PreemptedTime} {timeline.CachedTokens} {timeline.WaitedForSequences} {timeline.WaitedForBudget} {timeline.WaitedForBlocks}");
    }

    private sealed class MergedLog : StepLog, IDecodeRunObserver
    {
        public void DecodeRunEnded(int replica, DecodeRun run)
        {
            SimTime start = run.Start;
            long context = run.ContextTokens;
            foreach (DecodeStep step in run.Steps)
            {
                foreach (int request in run.Requests) Parts.Add((request, Steps.Count));
                Steps.Add(new LoggedStep(start, step.End, run.Sequences, context, step.Running, step.Waiting, step.BlocksInUse));
                start = step.End;
                context += run.Sequences;
            }
            Reports++;
        }
    }
}
