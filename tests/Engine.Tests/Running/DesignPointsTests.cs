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

    private static StepShape Decode(int sequences, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }
}
