using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Steps;

/// <summary>Every family of models runs at every fidelity, and the fidelities agree.</summary>
public sealed class ModelFamilyTests
{
    public static TheoryData<string, ParallelPlan> Plans => new()
    {
        { "qwen3-30b-a3b", new ParallelPlan(2) },
        { "mixtral-8x7b", new ParallelPlan(8) { ExpertParallel = 8 } },
        { "qwen3-235b-a22b", new ParallelPlan(2) { AttentionData = 4, ExpertParallel = 8 } },
        { "deepseek-v3", new ParallelPlan(8) { ExpertParallel = 8 } },
        { "deepseek-v3", new ParallelPlan(4) { PipelineParallel = 2 } },
        { "deepseek-v3.2", new ParallelPlan(8) },
        { "llama-3-8b", new ParallelPlan(4) { SequenceParallel = true } },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void FidelitiesAgreeOnEveryFamily(string model, ParallelPlan plan)
    {
        StepExecutors executors = StepExecutors.Open(ModelLibrary.Open(model), PlatformPreset.Open("b200-8"), plan);
        var random = new RandomStream(5, $"{model} {plan}");
        double worstSampled = 0, worstAnalytical = 0;
        for (int i = 0; i < 4; i++)
        {
            StepShape shape = RandomShape(random);
            double truth = executors.Detailed.Execute(shape).Elapsed.Seconds;
            worstSampled = Math.Max(worstSampled, Math.Abs(executors.Sampled.Execute(shape).Elapsed.Seconds / truth - 1));
            worstAnalytical = Math.Max(worstAnalytical, Math.Abs(executors.Analytical.Execute(shape).Elapsed.Seconds / truth - 1));
        }

        // Sampled: sizes between grid points, and contexts taken as equal. Analytical: stores that hold up loads, messages that meet.
        Assert.True(worstSampled < 0.05, $"sampled is off by {worstSampled:P2}");
        Assert.True(worstAnalytical < 0.05, $"the closed form is off by {worstAnalytical:P2}");
    }

    [Fact]
    public void MicroBatchesFillThePipelineUpToItsBubbles()
    {
        StepShape shape = Decodes(64), quarter = Decodes(16);
        StepExecutors one = ExecutorsOf(new ParallelPlan(2) { PipelineParallel = 4 }), four = ExecutorsOf(new ParallelPlan(2) { PipelineParallel = 4, MicroBatches = 4 });
        Duration whole = one.For(Fidelity.Event).Execute(shape).Elapsed;

        StepTiming timing = four.For(Fidelity.Event).Execute(shape);

        // Four stages of nearly equal length: the first of four parts passes all of them, three more end a stage later each.
        Duration part = one.For(Fidelity.Event).Execute(quarter).Elapsed;
        Assert.InRange(timing.Elapsed / part, 1.75, 1.85);
        Assert.True(timing.Elapsed < whole * 2);
        Assert.Equal(4 * one.For(Fidelity.Event).Execute(quarter).Operators.Count, timing.Operators.Count);
    }

    private static StepExecutors ExecutorsOf(ParallelPlan plan) => StepExecutors.Open(ModelLibrary.Open("llama-3-8b"), PlatformPreset.Open("b200-8"), plan);

    private static StepShape Decodes(int sequences)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, 1000, Samples: true));
        return shape;
    }

    private static StepShape RandomShape(RandomStream random)
    {
        var shape = new StepShape();
        for (int i = 1 + (int)random.NextInteger(96); i > 0; i--) shape.Add(new SequenceSlice(1, 1 + (int)random.NextInteger(6000), Samples: true));
        for (int i = (int)random.NextInteger(3); i > 0; i--) shape.Add(new SequenceSlice(2 + (int)random.NextInteger(1024), (int)random.NextInteger(2048), Samples: true));
        return shape;
    }
}
