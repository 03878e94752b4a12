using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Engines;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Steps;

public sealed class LaunchedExecutorTests
{
    private static readonly EngineProfile Engine = EngineProfile.Open("vllm@main-2026-08");
    private static readonly StepExecutors Executors = StepExecutors.Open(ModelLibrary.Open("llama-3-8b"), PlatformPreset.Open("h100-8"), new ParallelPlan(2));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 8)]
    [InlineData(255, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 272)]
    [InlineData(512, 512)]
    public void StepsArePaddedToTheNextCapturedSize(int tokens, int size) => Assert.Equal(size, Engine.Graphs!.SizeFor(tokens));

    [Fact]
    public void BeyondTheLargestSizeNothingIsCaptured() => Assert.Null(Engine.Graphs!.SizeFor(513));

    [Fact]
    public void APaddedStepHasTheProductsOfItsGraphAndTheCacheOfItsSequences()
    {
        StepTiming padded = Time("graphs", 129), full = Time("device", 136), plain = Time("device", 129);

        Assert.Equal(Named(full, "gate_up_proj").Elapsed, Named(padded, "gate_up_proj").Elapsed, (a, b) => Math.Abs((a / b) - 1) < 0.01);
        Assert.True(Named(padded, "gate_up_proj").Work > Named(plain, "gate_up_proj").Work);
        Assert.InRange((double)Named(padded, "attention_decode").MemoryBytes.Count / Named(plain, "attention_decode").MemoryBytes.Count, 1, 1.001);
    }

    [Fact]
    public void AStepOfACapturedSizeIsThatOfTheDevice() => Assert.Equal(Time("device", 64).Elapsed, Time("graphs", 64).Elapsed);

    [Fact]
    public void KernelByKernelTheLongerOfHostAndDeviceCounts()
    {
        StepTiming device = Time("device", 16), eager = Time("eager", 16);
        Duration host = Engine.Graphs!.EagerKernel * device.Operators.Sum(op => (long)op.Repeat);

        Assert.True(host > device.Elapsed);
        Assert.Equal(host, eager.Elapsed);
        Assert.Equal(host - device.Elapsed, eager.Operators.Single(op => op.Kind == WorkKind.HostLaunch).Elapsed);

        var prompt = new StepShape();
        for (int i = 0; i < 4; i++) prompt.Add(new SequenceSlice(4096, 0, Samples: true));
        Assert.Equal(Executors.For(Fidelity.Event, null).Execute(prompt).Elapsed, Executors.For(Fidelity.Event, LaunchRule.Of("eager", Engine)).Execute(prompt).Elapsed);
    }

    [Fact]
    public void AnUnknownModeOrAnEngineWithoutGraphsIsRefused()
    {
        Assert.Contains("Did you mean \"graphs\"?", Assert.Throws<PresetException>(() => LaunchRule.Of("graph", Engine)).Message, StringComparison.Ordinal);
        Assert.Contains("names no graphs", Assert.Throws<PresetException>(() => LaunchRule.Of("eager", Engine with { Graphs = null })).Message, StringComparison.Ordinal);
        Assert.Null(LaunchRule.Of("device", Engine with { Graphs = null }));
    }

    private static OperatorTiming Named(StepTiming timing, string name) => timing.Operators.Single(op => op.Name == name);

    private static StepTiming Time(string launch, int sequences)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, 1000, Samples: true));
        StepTiming timing = Executors.For(Fidelity.Event, LaunchRule.Of(launch, Engine)).Execute(shape);
        var copy = new StepTiming();
        foreach (OperatorTiming op in timing.Operators) copy.Add(op);
        copy.Finish(timing.Elapsed, timing.Origin);
        return copy;
    }
}
