using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Scheduling;
using static DeepStack.Sim.Serving.Tests.TestTrace;

namespace DeepStack.Sim.Serving.Tests;

public sealed class ReplicaSchedulerTests
{
    [Fact]
    public void DecodesComeBeforeNewPromptsAndTheLastPromptGetsWhatIsLeft()
    {
        ReplicaScheduler scheduler = With(new SchedulerSpec { TokenBudget = 100 }, Request(0, 30, 5));
        Step(scheduler, 0);
        Arrive(scheduler, Request(1, 60, 5), Request(2, 60, 5));

        ScheduledStep step = scheduler.Schedule(SimTime.Zero);

        Assert.Equal([1, 60, 39], step.Shape.Slices.Select(s => s.NewTokens));
        Assert.Equal([true, true, false], step.Shape.Slices.Select(s => s.Samples));
    }

    [Fact]
    public void AdmissionEndsAtTheSequenceLimit()
    {
        ReplicaScheduler scheduler = With(new SchedulerSpec { MaxSequences = 2 }, Request(0, 8, 2), Request(1, 8, 2), Request(2, 8, 2));

        ScheduledStep step = scheduler.Schedule(SimTime.Zero);

        Assert.Equal((2, AdmissionStop.Sequences), (step.Count, step.AdmissionStop));
    }

    [Fact]
    public void AWaitIsToldApartByItsReason()
    {
        ReplicaScheduler scheduler = With(new SchedulerSpec { MaxSequences = 1 }, Request(0, 8, 3), Request(1, 8, 1));

        for (int i = 1; i <= 3; i++) Step(scheduler, i);
        ScheduledStep last = Step(scheduler, 4);

        Assert.Equal((3, 0, 3), (last.Finished[0].WaitedForSequences.Picoseconds, last.Finished[0].WaitedForBlocks.Picoseconds, last.Finished[0].QueueTime.Picoseconds));
    }

    [Fact]
    public void OneBlockOfThePoolIsTheNullBlock()
    {
        ReplicaScheduler exact = With(new SchedulerSpec { BlockCount = 3 }, Request(0, 32, 1));
        var tooSmall = new ReplicaScheduler(new SchedulerSpec { BlockCount = 2 });

        Assert.Equal(1, Step(exact, 1).Count);
        Assert.Contains("needs 2 KV blocks", Assert.Throws<PresetException>(() => Arrive(tooSmall, Request(0, 32, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFirstThatDoesNotFitEndsAdmissionAndIsNotSkipped()
    {
        ReplicaScheduler scheduler = With(new SchedulerSpec { BlockCount = 6 }, Request(0, 48, 2), Request(1, 64, 2), Request(2, 8, 2));

        ScheduledStep step = scheduler.Schedule(SimTime.Zero);

        Assert.Equal((1, AdmissionStop.Blocks), (step.Count, step.AdmissionStop));
    }

    [Fact]
    public void AWaitingRequestNeedsBlocksForItsWholePromptThoughOnlyAChunkIsRun()
    {
        var spec = new SchedulerSpec { TokenBudget = 32, BlockCount = 6 };
        ReplicaScheduler reserving = With(spec, Request(0, 16, 2), Request(1, 80, 1));
        ReplicaScheduler trusting = With(spec with { ReserveFullSequence = false }, Request(0, 16, 2), Request(1, 80, 1));

        Assert.Equal(1, reserving.Schedule(SimTime.Zero).Count);
        Assert.Equal(2, trusting.Schedule(SimTime.Zero).Count);
    }

    [Fact]
    public void TheWatermarkIsKeptFreeOnlyWhileSomethingRuns()
    {
        var spec = new SchedulerSpec { BlockCount = 11, Watermark = 0.2 };
        ReplicaScheduler scheduler = With(spec, Request(0, 112, 2), Request(1, 16, 2), Request(2, 16, 2));

        ScheduledStep step = scheduler.Schedule(SimTime.Zero);

        Assert.Equal((2, AdmissionStop.Blocks), (step.Count, step.AdmissionStop));
    }

    [Fact]
    public void TheLatestAdmittedIsPreemptedKeepsItsTokensAndComesBackFirst()
    {
        ReplicaScheduler scheduler = With(new SchedulerSpec { BlockCount = 5 }, Request(0, 31, 4), Request(1, 31, 4), Request(2, 8, 1));
        Step(scheduler, 1);
        Step(scheduler, 2);

        ScheduledStep squeezed = Step(scheduler, 3);
        Assert.Equal((1, 1, AdmissionStop.Preemption), (squeezed.Count, squeezed.Preempted, squeezed.AdmissionStop));
        Step(scheduler, 4);
        ScheduledStep resumed = scheduler.Schedule(SimTime.FromPicoseconds(4));

        Assert.Equal([33, 8], resumed.Shape.Slices.Select(s => s.NewTokens));
    }

    [Fact]
    public void ThePriorityPolicyPreemptsTheLeastImportantEvenIfItIsAlreadyInTheStep()
    {
        var spec = new SchedulerSpec { BlockCount = 5, Order = QueueOrder.Priority };
        ReplicaScheduler scheduler = With(spec, Request(0, 18, 4, priority: 5));
        Step(scheduler, 1);
        Arrive(scheduler, Request(1, 32, 4, priority: 1));
        Step(scheduler, 2);

        ScheduledStep squeezed = scheduler.Schedule(SimTime.FromPicoseconds(2));

        Assert.Equal([32], squeezed.Shape.Slices.Select(s => s.ContextTokens));
        Assert.Equal(1, squeezed.Preempted);
    }

    [Fact]
    public void WithChunkingOffAPromptThatDoesNotFitIntoTheRestOfTheBudgetWaits()
    {
        ReplicaScheduler scheduler = With(new SchedulerSpec { TokenBudget = 100, ChunkedPrefill = false }, Request(0, 60, 2), Request(1, 60, 2), Request(2, 10, 2));

        ScheduledStep step = scheduler.Schedule(SimTime.Zero);

        Assert.Equal((1, AdmissionStop.Budget), (step.Count, step.AdmissionStop));
    }

    [Fact]
    public void TheLongPrefillThresholdCutsOneRequestAndLeavesTheRestToOthers()
    {
        ReplicaScheduler scheduler = With(new SchedulerSpec { TokenBudget = 100, LongPrefillThreshold = 40 }, Request(0, 90, 2), Request(1, 90, 2));

        ScheduledStep step = scheduler.Schedule(SimTime.Zero);

        Assert.Equal([40, 40], step.Shape.Slices.Select(s => s.NewTokens));
    }

    [Fact]
    public void RejectedDraftsAreRolledBackAndAcceptedOnesAreYielded()
    {
        var spec = new SchedulerSpec { DraftTokens = 3, DraftAcceptance = 0 };
        ReplicaScheduler none = With(spec, Request(0, 10, 9)), all = With(spec with { DraftAcceptance = 1 }, Request(0, 10, 9));
        Step(none, 1);
        Step(all, 1);

        Assert.Equal((4, 1), Outcome(Step(none, 2)));
        Assert.Equal((4, 4), Outcome(Step(all, 2)));
        Assert.Equal(11, none.Schedule(SimTime.FromPicoseconds(2)).Shape.Slices[0].ContextTokens);
        Assert.Equal(14, all.Schedule(SimTime.FromPicoseconds(2)).Shape.Slices[0].ContextTokens);
    }

    [Fact]
    public void AsynchronousSchedulingBuildsTheNextStepBeforeTheTokenIsKnown()
    {
        ReplicaScheduler scheduler = With(new SchedulerSpec { Asynchronous = true, StepsInFlight = 2 }, Request(0, 10, 3));

        ScheduledStep first = scheduler.Schedule(SimTime.Zero), second = scheduler.Schedule(SimTime.Zero);
        scheduler.Complete(first, SimTime.FromPicoseconds(1));
        ScheduledStep third = scheduler.Schedule(SimTime.FromPicoseconds(1));
        scheduler.Complete(second, SimTime.FromPicoseconds(2));

        Assert.Equal((10, 11), (second.Shape.Slices[0].ContextTokens, third.Shape.Slices[0].ContextTokens));
        Assert.True(scheduler.Schedule(SimTime.FromPicoseconds(2)).IsEmpty);
    }

    [Fact]
    public void AnEndThatIsNotForeseenCostsOneStepTooMany()
    {
        var spec = new SchedulerSpec { Asynchronous = true, StepsInFlight = 2, EndForeseen = false };
        ReplicaScheduler scheduler = With(spec, Request(0, 10, 1));

        ScheduledStep first = scheduler.Schedule(SimTime.Zero), extra = scheduler.Schedule(SimTime.Zero);
        scheduler.Complete(first, SimTime.FromPicoseconds(1));
        scheduler.Complete(extra, SimTime.FromPicoseconds(2));

        Assert.Equal((1, 0), (first.Finished.Count, extra.TokensReturned));
        Assert.Equal(0, scheduler.BlocksInUse);
    }

    [Fact]
    public void AnEqualPromptIsFoundUpToItsLastTokenAndRecomputesTheLastBlock()
    {
        ReplicaScheduler scheduler = With(new SchedulerSpec { PrefixCaching = true, BlockCount = 100 }, Hashed(0, 48, 1, 7, 8, 9), Hashed(1, 48, 1, 7, 8, 9), Hashed(2, 40, 1, 7, 8, 4));

        ScheduledStep step = scheduler.Schedule(SimTime.Zero);

        Assert.Equal([48, 16, 8], step.Shape.Slices.Select(s => s.NewTokens));
    }

    [Fact]
    public void ALimitOutOfRangeIsNamed() =>
        Assert.Contains("sequence limit is 0", Assert.Throws<PresetException>(() => new ReplicaScheduler(new SchedulerSpec { MaxSequences = 0 })).Message, StringComparison.Ordinal);

    private static ReplicaScheduler With(SchedulerSpec spec, params Workload.Requests.TraceRequest[] requests)
    {
        var scheduler = new ReplicaScheduler(spec);
        Arrive(scheduler, requests);
        return scheduler;
    }

    private static void Arrive(ReplicaScheduler scheduler, params Workload.Requests.TraceRequest[] requests)
    {
        foreach (Workload.Requests.TraceRequest request in requests) scheduler.Arrive(request, request.Arrival, request.Arrival);
    }

    private static ScheduledStep Step(ScheduledStep step, ReplicaScheduler scheduler, long end)
    {
        scheduler.Complete(step, SimTime.FromPicoseconds(end));
        return step;
    }

    private static ScheduledStep Step(ReplicaScheduler scheduler, long end) => Step(scheduler.Schedule(SimTime.FromPicoseconds(Math.Max(0, end - 1))), scheduler, end);

    private static (int Tokens, int Returned) Outcome(ScheduledStep step) => (step.Shape.NewTokens, step.TokensReturned);
}
