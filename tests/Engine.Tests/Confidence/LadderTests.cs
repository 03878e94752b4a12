using DeepStack.Sim.Engine.Confidence;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Engine.Tests.Confidence;

public sealed class LadderTests
{
    /// <summary>Twenty of the two hundred steps of <c>deepstack validate ladder</c>, with the same limits; of twenty intervals two may miss.</summary>
    [Fact]
    public void IntervalsOfRandomSampledStepsHoldWhatEventFidelitySays()
    {
        LadderStep[] steps = [.. StepsOf("stack3d-8", 2, seed: 21), .. StepsOf("h100-8", 1, seed: 22)];

        double[] widths = [.. steps.Select(s => s.HalfWidth).Order()];
        Assert.True(steps.Count(s => !s.IsHeld) <= 2, $"{steps.Count(s => !s.IsHeld)} of 20 intervals miss.");
        Assert.True(widths[10] <= 0.01 && widths[^1] <= 0.03, $"Half-widths: median {widths[10]:P2}, largest {widths[^1]:P2}.");
        Assert.True(steps.Average(s => s.Error) <= 0.01, $"Mean error {steps.Average(s => s.Error):P2}.");
    }

    [Fact]
    public void RandomStepsAreTheSameForTheSameSeed()
    {
        RandomSteps first = new(5, 8192), second = new(5, 8192);
        for (int i = 0; i < 20; i++) Assert.Equal(first.Next().Slices, second.Next().Slices);
    }

    private static IEnumerable<LadderStep> StepsOf(string platform, int ranks, ulong seed)
    {
        var check = new LadderCheck(StepExecutors.Open(ModelLibrary.Open("llama-3-8b"), PlatformPreset.Open(platform), new ParallelPlan(ranks)), new RandomSteps(seed, 8192));
        for (int i = 0; i < 10; i++) yield return check.Next();
    }
}
