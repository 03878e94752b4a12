using System.Diagnostics;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Running;

public sealed class DesignPointsTests
{
    private static readonly ModelSpec Model = ModelLibrary.Open("qwen3-30b-a3b");
    private static readonly PlatformSpec Platform = PlatformPreset.Open("stack3d-8");

    [Fact]
    public void EveryPlanGetsTheAnswerOfItsOwnExecutor()
    {
        var points = new DesignPoints(Model, Platform);
        ParallelPlan[] plans = [new(1), new(8), new(2) { AttentionData = 4, ExpertParallel = 8 }, new(4) { SequenceParallel = true }];

        foreach (ParallelPlan plan in plans)
        {
            Duration alone = StepExecutors.Open(Model, Platform, plan).Analytical.Execute(Decode(12, 700)).Elapsed;
            Assert.Equal(alone, points.TimeOf(plan, Decode(12, 700)));
            Assert.True(points.TimeOf(plan, Decode(12, 701)) >= alone);
        }
    }

    [Fact]
    public void APlanThatDoesNotFitIsRefused() =>
        Assert.Throws<PresetException>(() => new DesignPoints(Model, Platform).TimeOf(new ParallelPlan(16), Decode(1, 1)));

    /// <summary>Guards the bars of 50 us for a dense step and 200 us for experts; measured by <c>tests/Benchmarks -- points</c>.</summary>
    /// <remarks>Of many short slices the fastest counts, so that a busy machine does not fail the test; five times the bar does.</remarks>
    [Theory]
    [InlineData("llama-3-70b", 8, 1, 1, 250, 24_000)]
    [InlineData("qwen3-30b-a3b", 2, 4, 8, 1_000, 30_000)]
    public void AWarmPointOfANewBatchIsCheap(string model, int tensor, int attentionData, int experts, double mostMicroseconds, long mostBytes)
    {
        const int slice = 10;
        var plan = new ParallelPlan(tensor) { AttentionData = attentionData, ExpertParallel = experts };
        var points = new DesignPoints(ModelLibrary.Open(model), Platform);
        StepShape[] steps = [.. Enumerable.Range(1, 800).Select(batch => Decode(batch, 2048))];
        double fastest = double.MaxValue;
        long leastBytes = long.MaxValue;

        for (int first = 0; first < steps.Length; first += slice)
        {
            long start = Stopwatch.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();
            for (int i = first; i < first + slice; i++) points.TimeOf(plan, steps[i]);
            leastBytes = Math.Min(leastBytes, (GC.GetAllocatedBytesForCurrentThread() - allocated) / slice);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMicroseconds / slice);
        }

        Assert.InRange(fastest, 0, mostMicroseconds);
        Assert.InRange(leastBytes, 0, mostBytes);
    }

    private static StepShape Decode(int sequences, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }
}
