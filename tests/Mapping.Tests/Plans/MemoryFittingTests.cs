using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Mapping.Tests.Plans;

public sealed class MemoryFittingTests
{
    private static readonly PlatformSpec Machine = PlatformPreset.Open("l3-a100-8");

    public static TheoryData<string, ParallelPlan, string> Wrong => new()
    {
        { "llama-3-8b", new ParallelPlan(4, 2), "data parallelism is 2, and its attention memory serves one group of devices" },
        { "llama-3-70b", new ParallelPlan(4) { PipelineParallel = 2 }, "pipeline parallelism is 2" },
        { "qwen3-30b-a3b", new ParallelPlan(4) { AttentionData = 2, ExpertParallel = 8 }, "attention data parallelism is 2" },
        { "deepseek-v3", new ParallelPlan(8), "multi-head and grouped-query attention only" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WhatTheMemoryCannotServeIsRefused(string model, ParallelPlan plan, string message)
    {
        ModelSpec spec = ModelLibrary.Open(model);

        var error = Assert.Throws<PresetException>(() => MemoryFitting.Check(spec, plan, Machine));

        Assert.StartsWith($"l3-a100-8 cannot run {spec.Name} as ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        MemoryFitting.Check(spec, plan, PlatformPreset.Open("a100-8"));
    }

    [Theory]
    [InlineData("llama-3-70b")]
    [InlineData("llama-2-7b")]
    [InlineData("qwen3-30b-a3b")]
    public void LayersSharedByTensorParallelismAloneAreServed(string model) => MemoryFitting.Check(ModelLibrary.Open(model), new ParallelPlan(4), Machine);

    [Fact]
    public void BlocksFillTheMemoryWhateverTheDevicesHave()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-70b");

        // 80 layers of 8 heads of 128 keys and values in 16 bits: 327,680 B a token.
        Assert.Equal((int)(2_000_000_000_000 / (327_680L * 16)), MemoryFitting.BlocksOf(model, Machine.AttentionMemory!, 16));
    }

    [Fact]
    public void TokensBeyondTheMemoryAreRefused()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-70b");
        long most = 2_000_000_000_000 / 327_680;

        MemoryFitting.RequireRoom(model, Machine.AttentionMemory!, most);
        Assert.Contains("the attention memory holds", Assert.Throws<PresetException>(() => MemoryFitting.RequireRoom(model, Machine.AttentionMemory!, most + 1)).Message, StringComparison.Ordinal);
    }
}
