using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Steps;

public sealed class OverlapModesTests
{
    private static readonly ParallelPlan Dense = new(8), Experts = new(1) { AttentionData = 8, ExpertParallel = 8 };

    [Theory]
    [InlineData(Fidelity.Event, 1)]
    [InlineData(Fidelity.Event, 64)]
    [InlineData(Fidelity.Sampled, 16)]
    [InlineData(Fidelity.Analytical, 16)]
    public void WeightsThatComeDuringAnExchangeSaveTimeAndNoMoreThanItLasts(Fidelity fidelity, int sequences)
    {
        StepTiming plain = Dense70B(OverlapModes.None, fidelity, sequences), ahead = Dense70B(OverlapModes.Prefetch, fidelity, sequences);

        Duration exchanged = plain.Operators.Where(op => op.Kind == WorkKind.Communication).Aggregate(Duration.Zero, (sum, op) => sum + op.Elapsed * op.Repeat);
        Assert.InRange((plain.Elapsed - ahead.Elapsed) / exchanged, 0.001, 1);
    }

    [Fact]
    public void NoMoreComesAheadThanBuffersHold()
    {
        PlatformSpec platform = PlatformPreset.Open("stack3d-8");
        Duration buffered = platform.Device.Compute.CoreBuffer * platform.Device.Compute.Cores / platform.Device.Memory.StreamBandwidth + platform.Device.Memory.Latency * 4;
        StepTiming plain = Dense70B(OverlapModes.None, Fidelity.Event, 16), ahead = Dense70B(OverlapModes.Prefetch, Fidelity.Event, 16);

        for (int i = 0; i < plain.Operators.Count; i++) Assert.True(plain.Operators[i].Elapsed - ahead.Operators[i].Elapsed <= buffered, plain.Operators[i].Name);
    }

    [Fact]
    public void WithoutExchangesThereIsNothingToPrefetchBehind()
    {
        Assert.Equal(Time("llama-3-8b", "stack3d-8", new ParallelPlan(), Fidelity.Event, Decoding(8)).Elapsed, Time("llama-3-8b", "stack3d-8", new ParallelPlan { Overlap = OverlapModes.Prefetch }, Fidelity.Event, Decoding(8)).Elapsed);
    }

    [Theory]
    [InlineData(OverlapModes.Prefetch)]
    [InlineData(OverlapModes.Interleaved)]
    [InlineData(OverlapModes.Prefetch | OverlapModes.Interleaved)]
    public void SampledStepsFollowEventStepsInEveryMode(OverlapModes modes)
    {
        double truth = Dense70B(modes, Fidelity.Event, 48).Elapsed.Seconds;

        Assert.Equal(1, Dense70B(modes, Fidelity.Sampled, 48).Elapsed.Seconds / truth, 0.01);
        Assert.Equal(1, Dense70B(modes, Fidelity.Analytical, 48).Elapsed.Seconds / truth, 0.04);
    }

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void TheExchangesOfOneHalfHideBehindTheOther(Fidelity fidelity)
    {
        StepTiming plain = Time("qwen3-30b-a3b", "h200-8", Experts, fidelity, Prompts()), halves = Time("qwen3-30b-a3b", "h200-8", Experts with { Overlap = OverlapModes.Interleaved }, fidelity, Prompts());

        Assert.Equal(Duration.Zero, Hidden(plain));
        Assert.True(Hidden(halves) / Exchanged(halves) > 0.4, $"{Hidden(halves)} of {Exchanged(halves)}");
        Assert.True(halves.Elapsed < plain.Elapsed, $"{halves.Elapsed} against {plain.Elapsed}");
    }

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    public void KernelsAndExposedExchangesAddUpToTheStepOfBothHalves(Fidelity fidelity)
    {
        StepTiming timing = Time("qwen3-30b-a3b", "h200-8", Experts with { Overlap = OverlapModes.Interleaved }, fidelity, Decoding(31));

        Duration sum = timing.Operators.Aggregate(Duration.Zero, (total, op) => total + op.Critical * op.Repeat);
        Assert.InRange(sum / timing.Elapsed, 0.99999, 1.00001);
        Assert.All(timing.Operators, op => Assert.True(op.Hidden >= Duration.Zero && op.Hidden <= op.Elapsed, op.Name));
    }

    [Fact]
    public void AStepOfOneSequenceHasNoHalves()
    {
        Assert.Equal(Dense70B(OverlapModes.None, Fidelity.Event, 1).Elapsed, Dense70B(OverlapModes.Interleaved, Fidelity.Event, 1).Elapsed);
    }

    private static Duration Hidden(StepTiming timing) => timing.Operators.Aggregate(Duration.Zero, (sum, op) => sum + op.Hidden * op.Repeat);

    private static Duration Exchanged(StepTiming timing) => timing.Operators.Where(op => op.Kind == WorkKind.Communication).Aggregate(Duration.Zero, (sum, op) => sum + op.Elapsed * op.Repeat);

    private static StepTiming Dense70B(OverlapModes modes, Fidelity fidelity, int sequences) => Time("llama-3-70b", "stack3d-8", Dense with { Overlap = modes }, fidelity, Decoding(sequences));

    private static StepTiming Time(string model, string platform, ParallelPlan plan, Fidelity fidelity, StepShape shape) =>
        StepExecutors.Open(ModelLibrary.Open(model), PlatformPreset.Open(platform), plan).For(fidelity).Execute(shape);

    private static StepShape Decoding(int sequences)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, 1000, Samples: true));
        return shape;
    }

    private static StepShape Prompts()
    {
        var shape = new StepShape();
        for (int i = 0; i < 4; i++) shape.Add(new SequenceSlice(4096, 0, Samples: true));
        return shape;
    }
}
