using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Steps;

public sealed class OverlapTests
{
    private static readonly ParallelPlan Plain = new(8) { SequenceParallel = true };
    private static readonly ParallelPlan Chunked = Plain with { OverlapChunks = 4 };

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void ExchangesHideBehindProductsOfManyWaves(Fidelity fidelity)
    {
        StepTiming plain = Time(Plain, fidelity, Prefill()), chunked = Time(Chunked, fidelity, Prefill());

        Assert.Equal(Duration.Zero, Hidden(plain));
        Assert.True(Hidden(chunked) / chunked.Elapsed > 0.05, $"{Hidden(chunked)} of {chunked.Elapsed}");
        Assert.True(chunked.Elapsed < plain.Elapsed);
    }

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void WhatIsNotHiddenAddsUpToTheStep(Fidelity fidelity)
    {
        StepTiming timing = Time(Chunked, fidelity, Prefill());

        Duration sum = timing.Operators.Aggregate(Duration.Zero, (total, op) => total + op.Critical * op.Repeat);
        Assert.InRange(sum / timing.Elapsed, 0.999999, 1.000001);
        Assert.All(timing.Operators, op => Assert.True(op.Hidden >= Duration.Zero && op.Hidden <= op.Elapsed, op.Name));
        Assert.All(timing.Operators.Where(op => op.Kind != WorkKind.Communication), op => Assert.Equal(Duration.Zero, op.Hidden));
    }

    [Fact]
    public void OtherFidelitiesStayNearTheSimulatedOverlap()
    {
        double truth = Time(Chunked, Fidelity.Event, Prefill()).Elapsed.Seconds;

        Assert.Equal(1, Time(Chunked, Fidelity.Sampled, Prefill()).Elapsed.Seconds / truth, 0.01);
        Assert.Equal(1, Time(Chunked, Fidelity.Analytical, Prefill()).Elapsed.Seconds / truth, 0.03);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(40, 4)]
    public void AProductIsCutBetweenItsWavesAndOneOfASingleWaveNotAtAll(int waves, int chunks)
    {
        var product = new KernelStep(new Kernel("product", [new StageRun { Waves = waves, StagesPerWave = 2 }]), WorkKind.MatrixProduct);
        var exchange = new CollectiveStep("exchange", CollectiveKind.AllReduce, Bytes.FromCount(1 << 20), new RankGroup(8));

        Assert.Equal([1, chunks], ChunkedOverlap.Join([product, exchange], 4).Select(step => step.Chunks));
        Assert.Equal([1, chunks], ChunkedOverlap.Join([exchange, product], 4).Select(step => step.Chunks));
        Assert.Equal([1, chunks, 1], ChunkedOverlap.Join([exchange, product, exchange], 4).Select(step => chunks == 1 ? 1 : step.Chunks));
    }

    [Fact]
    public void NoMoreIsHiddenThanTheProductLasts()
    {
        StepTiming timing = Time(Chunked, Fidelity.Event, Prefill());

        for (int i = 1; i < timing.Operators.Count; i++)
        {
            OperatorTiming op = timing.Operators[i];
            if (op.Hidden == Duration.Zero) continue;
            Duration beside = i + 1 < timing.Operators.Count ? Duration.Max(timing.Operators[i - 1].Elapsed, timing.Operators[i + 1].Elapsed) : timing.Operators[i - 1].Elapsed;
            Assert.True(op.Hidden <= beside, op.Name);
        }
    }

    private static StepShape Prefill()
    {
        var shape = new StepShape();
        shape.Add(new SequenceSlice(2048, 0, Samples: true));
        return shape;
    }

    private static Duration Hidden(StepTiming timing) => timing.Operators.Aggregate(Duration.Zero, (sum, op) => sum + op.Hidden * op.Repeat);

    private static StepTiming Time(ParallelPlan plan, Fidelity fidelity, StepShape shape) =>
        StepExecutors.Open(ModelLibrary.Open("llama-3-70b"), PlatformPreset.Open("stack3d-8"), plan).For(fidelity).Execute(shape);
}
