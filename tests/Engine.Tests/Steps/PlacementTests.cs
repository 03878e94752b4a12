using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Steps;

public sealed class PlacementTests
{
    private static readonly ParallelPlan Striped = new(8), Near = new(8) { WeightPlacement = DataPlacement.Near, CachePlacement = DataPlacement.Near };

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void KeysAboveAFewCoresComeSlowerThanFromAllChannelsAndThoseAboveAllCoresFaster(Fidelity fidelity)
    {
        // 640 tokens are ten blocks of keys, above ten of 132 cores; of 2 x 4,064 tokens nearly every core has one.
        Assert.True(Attention(Near, fidelity, 1, 640).Elapsed > Attention(Striped, fidelity, 1, 640).Elapsed);
        Assert.True(Attention(Near, fidelity, 2, 4064).Elapsed < Attention(Striped, fidelity, 2, 4064).Elapsed);
    }

    [Theory]
    [InlineData(DataPlacement.Near)]
    [InlineData(DataPlacement.Replicated)]
    public void SampledStepsFollowEventStepsWhereverDataLies(DataPlacement placement)
    {
        StepExecutors executors = Open(new ParallelPlan(8) { WeightPlacement = placement, CachePlacement = placement });

        foreach (int sequences in (int[])[3, 50])
        {
            StepShape shape = Decoding(sequences, 4064);
            Assert.Equal(1, executors.Sampled.Execute(shape).Elapsed / executors.Detailed.Execute(shape).Elapsed, 0.01);
        }
    }

    [Fact]
    public void ChannelsThatStandIdleSpendNoEnergy()
    {
        OperatorTiming striped = Attention(Striped, Fidelity.Event, 2, 4064), near = Attention(Near, Fidelity.Event, 2, 4064);

        Assert.Equal(1, near.Events.ReadBytes / striped.Events.ReadBytes, 0.1);
        Assert.Equal(1, near.Events.ReadBytes / striped.MemoryBytes.Count, 0.1);
    }

    [Fact]
    public void AMemoKnowsWhereDataLies()
    {
        string[] prints = [.. ((ParallelPlan[])[Striped, Near, Near with { WeightPlacement = DataPlacement.Striped }, Striped with { Overlap = OverlapModes.Prefetch }, Striped with { Overlap = OverlapModes.Interleaved }])
            .Select(plan => PreparedRun.From(new Scenario { Trace = Path.Combine(Repository.Root, "traces", "conversation.csv.gz"), Plan = plan }).Fingerprint())];

        Assert.Equal(prints.Length, prints.Distinct().Count());
    }

    private static OperatorTiming Attention(ParallelPlan plan, Fidelity fidelity, int sequences, int context) =>
        Open(plan).For(fidelity).Execute(Decoding(sequences, context)).Operators.Single(op => op.Name == "attention_decode");

    private static StepExecutors Open(ParallelPlan plan) => StepExecutors.Open(ModelLibrary.Open("llama-3-8b"), PlatformPreset.Open("stack3d-8"), plan);

    private static StepShape Decoding(int sequences, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }
}
