using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Profiled;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Tests;

public sealed class StepModelsTests
{
    private static readonly ModelSpec Model = ModelLibrary.Open("llama-3.1-8b");

    [Fact]
    public void AConstantIsReadAndSimulatedIsNoNamedModel()
    {
        Assert.Equal(Duration.FromNanoseconds(22_800_000), StepModels.Open("constant:22.8 ms", Model, 1)!.DurationOf(new StepShape()));
        Assert.Null(StepModels.Open("simulated", Model, 1));
    }

    [Theory]
    [InlineData("constant:0 s", "is no step model")]
    [InlineData("fast", "is no step model")]
    [InlineData("profile:nowhere/kernels", "There is no kernel profile")]
    [InlineData("profile:nowhere/kernels,latency=20", "does not describe the links")]
    public void WhatCannotBeReadIsNamed(string text, string message) =>
        Assert.Contains(message, Assert.Throws<PresetException>(() => StepModels.Open(text, Model, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void SmallAllReducesAreDirectAndLargeOnesGoRoundTheRing()
    {
        var links = new TensorLinks(2, Duration.FromNanoseconds(20_000), Bandwidth.FromBytesPerSecond(16e9));

        Assert.Equal(10, links.AllReduceMicroseconds(524_287));
        Assert.Equal(2 * (20 + 1e6 / 2 / 16e9 * 1e6), links.AllReduceMicroseconds(1e6), 9);
    }

    [DataFact("reference/measured/kernels_rtxpro6000_llama31_8b_tp1_layers.csv")]
    public void AProfileMeetsItsOwnRowsAndTimesDecodesByTotalsAsByShape()
    {
        KernelProfile profile = KernelProfile.Read(Repository.DataPath("reference/measured/kernels_rtxpro6000_llama31_8b_tp1"));
        var model = new ProfileStepModel(profile, Model, links: null);
        var shape = new StepShape();
        for (int i = 0; i < 40; i++) shape.Add(new SequenceSlice(1, 500 + 13 * i, Samples: true));

        Assert.Equal(8.35233, profile.AttentionMicroseconds(new AttentionPoint(0, 0, 1, 16)), 9);
        Assert.Equal(model.DurationOf(shape), ((IDecodeStepModel)model).DurationOfDecode(40, shape.DecodeContextTokens, 500 + 13 * 39));
    }

    [Fact]
    public void SeveralPromptsEnterAttentionAsOneWithAsManyPairs()
    {
        var shape = new StepShape();
        shape.Add(new SequenceSlice(100, 0, Samples: true));
        shape.Add(new SequenceSlice(300, 200, Samples: true));
        shape.Add(new SequenceSlice(1, 700, Samples: true));

        var point = AttentionPoint.Of(shape);

        Assert.Equal((400, 1, 700), (point.PrefillTokens, point.DecodeSequences, point.DecodeContext));
        Assert.Equal(100 * 50 + 300 * 350, point.PrefillTokens * (point.PrefillContext + point.PrefillTokens / 2));
    }
}
