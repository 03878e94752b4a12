using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.AttentionMemory;

public sealed class AttentionMemoryTests
{
    private const string MultiHead = "llama-2-7b", Grouped = "llama-3.1-70b";

    [Theory]
    [InlineData("l3-a100-8", MultiHead)]
    [InlineData("l3-a100-8", Grouped)]
    [InlineData("l3-a100-8-rank", MultiHead)]
    [InlineData("l3-a100-8-rank", Grouped)]
    public void UnitsAreNeverFasterThanTheirBytesOverTheirBandwidth(string machine, string model)
    {
        AttentionMemorySpec memory = PlatformPreset.Open(machine).AttentionMemory!;
        StepExecutors executors = Open(model, machine, 8);
        var random = new RandomStream(17, $"{machine} {model}");
        for (int i = 0; i < 60; i++)
        {
            var shape = new StepShape();
            int sequences = 1 + (int)random.NextInteger(100);
            for (int s = 0; s < sequences; s++) shape.Add(new SequenceSlice(1, 1 + (int)random.NextInteger(4000), Samples: true));

            OperatorTiming attention = AttentionOf(executors.For(Fidelity.Analytical).Execute(shape));

            Assert.True(attention.ComputeBusy >= attention.MemoryBytes * 8 / memory.Units.PeakBandwidth, $"{sequences} sequences: {attention.ComputeBusy}");
            Assert.True(attention.Elapsed - attention.ComputeBusy >= attention.NetworkBytes / memory.Link.Rate);
        }
    }

    [Theory]
    [InlineData("l3-a100-8", MultiHead, 3000)]
    [InlineData("l3-a100-8", Grouped, 60_000)]
    [InlineData("l3-a100-8-rank", Grouped, 60_000)]
    public void UnitsAreLinearInTokens(string machine, string model, int most)
    {
        StepExecutors executors = Open(model, machine, 8);
        double perToken = Busy(most) / most;

        for (int tokens = most / 8; tokens < most; tokens += most / 8) Assert.Equal(1, Busy(tokens) / tokens / perToken, 0.01);

        double Busy(int tokens) => AttentionOf(executors.For(Fidelity.Analytical).Execute(Decoding(64, tokens))).ComputeBusy.Seconds;
    }

    [Fact]
    public void UnitsBesideBanksReachMostOfTheirBandwidthForMultiHeadAttention()
    {
        OperatorTiming attention = AttentionOf(Time(MultiHead, "l3-a100-8", Fidelity.Analytical, Decoding(64, 4000)));

        // Opening rows costs a part: tRRD and tFAW hold, for no source states more.
        Assert.InRange(attention.MemoryBytes * 8 / PlatformPreset.Open("l3-a100-8").AttentionMemory!.Units.PeakBandwidth / attention.ComputeBusy, 0.7, 1);
    }

    [Theory]
    [InlineData(MultiHead, 4, 10)]
    [InlineData(Grouped, 1.1, 2)]
    public void UnitsBesideBanksBeatThoseAtRanksAndLessWhereQueriesShareKeys(string model, double least, double most)
    {
        Duration bank = AttentionOf(Time(model, "l3-a100-8", Fidelity.Analytical, Decoding(64, 4000))).ComputeBusy;
        Duration rank = AttentionOf(Time(model, "l3-a100-8-rank", Fidelity.Analytical, Decoding(64, 4000))).ComputeBusy;

        Assert.InRange(rank / bank, least, most);
    }

    [Fact]
    public void AttentionInMemoryIsTheSameAtAllFidelities()
    {
        StepShape shape = Decoding(37, 3333);
        shape.Add(new SequenceSlice(700, 512, Samples: true));
        StepExecutors executors = Open(Grouped, "l3-a100-8", 8);
        OperatorTiming truth = AttentionOf(executors.For(Fidelity.Event).Execute(shape));

        foreach (Fidelity fidelity in (Fidelity[])[Fidelity.Sampled, Fidelity.Analytical])
        {
            StepTiming timing = executors.For(fidelity).Execute(shape);
            Assert.InRange((AttentionOf(timing).Elapsed - truth.Elapsed).Picoseconds, -2, 2);
            Assert.Equal(1, timing.Elapsed / executors.For(Fidelity.Event).Execute(shape).Elapsed, 0.04);
        }
    }

    [Fact]
    public void PromptsAttendOnTheDevicesAndTheirKeysAndValuesFollow()
    {
        var shape = new StepShape();
        shape.Add(new SequenceSlice(2048, 0, Samples: true));

        StepTiming timing = Time(Grouped, "l3-a100-8", Fidelity.Event, shape);

        Assert.Contains(timing.Operators, op => op.Name == "attention_prefill" && op.Kind == WorkKind.Attention);
        Assert.DoesNotContain(timing.Operators, op => op.Kind == WorkKind.MemoryAttention);
        OperatorTiming write = Assert.Single(timing.Operators, op => op.Kind == WorkKind.MemoryWrite);
        // One of eight KV heads: a key and a value of 128 elements of 2 B for each token.
        Assert.Equal(2048L * 2 * 128 * 2, write.NetworkBytes.Count);
        Assert.Equal(write.Elapsed, write.Hidden);
        Assert.True(write.Elapsed >= write.NetworkBytes / PlatformPreset.Open("l3-a100-8").AttentionMemory!.Link.Rate);
    }

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void WritesThatTheLinkDoesNotCarryInTimeLengthenTheStep(Fidelity fidelity)
    {
        PlatformSpec quick = PlatformPreset.Open("l3-a100-8");
        AttentionMemorySpec memory = quick.AttentionMemory!;
        PlatformSpec slow = quick with { AttentionMemory = memory with { Link = memory.Link with { Rate = memory.Link.Rate / 1000 } } };
        var shape = new StepShape();
        shape.Add(new SequenceSlice(512, 0, Samples: true));

        StepTiming hidden = Time(Grouped, quick, fidelity, shape), late = Time(Grouped, slow, fidelity, shape);

        OperatorTiming write = late.Operators.Single(op => op.Kind == WorkKind.MemoryWrite);
        Assert.Equal(1, SumOf(hidden) / hidden.Elapsed, 1e-5);
        Assert.Equal(1, SumOf(late) / late.Elapsed, 1e-5);
        Assert.InRange(late.Elapsed / (write.Elapsed * write.Repeat), 1, 1.05);
    }

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void HalvesThatTakeTurnsShortenTheStepAndAddUp(Fidelity fidelity)
    {
        StepShape shape = Decoding(64, 4000);

        StepTiming plain = Time(Grouped, "l3-a100-8", fidelity, shape), halves = Time(Grouped, PlatformPreset.Open("l3-a100-8"), fidelity, shape, OverlapModes.Interleaved);

        Assert.True(halves.Elapsed < plain.Elapsed, $"{halves.Elapsed} against {plain.Elapsed}");
        Assert.Equal(1, SumOf(halves) / halves.Elapsed, 1e-4);
        Assert.Contains(halves.Operators, op => op.Kind == WorkKind.MemoryAttention && op.Hidden > Duration.Zero);
        Assert.All(halves.Operators, op => Assert.True(op.Hidden >= Duration.Zero && op.Hidden <= op.Elapsed, op.Name));
        Assert.True(halves.Elapsed >= halves.Operators.Where(op => op.Kind == WorkKind.MemoryAttention).Aggregate(Duration.Zero, (sum, op) => sum + op.Elapsed * op.Repeat));
    }

    [Fact]
    public void ThroughputHasThreeStaves()
    {
        ModelSpec model = ModelLibrary.Open(Path.Combine(Repository.Root, "validation", "l3", "gpt-175b.yaml"));
        PlatformSpec machine = PlatformPreset.Open("l3-a100-8");
        StepExecutors executors = StepExecutors.Open(model, machine, new ParallelPlan(8) { Overlap = OverlapModes.Interleaved });

        // Weights are read however few sequences there are; then attention grows with them; then the memory is full.
        Assert.InRange(PerSecond(32) / PerSecond(16), 1.9, 2.1);
        Assert.InRange(PerSecond(96) / PerSecond(48), 0.99, 1.01);
        MemoryFitting.RequireRoom(model, machine.AttentionMemory!, 103 * 4097);
        Assert.Throws<PresetException>(() => MemoryFitting.RequireRoom(model, machine.AttentionMemory!, 104 * 4097));

        double PerSecond(int sequences) => sequences / executors.For(Fidelity.Analytical).Execute(Decoding(sequences, 4096)).Elapsed.Seconds;
    }

    [Fact]
    public void DesignPointsKnowNoAttentionMemoryAndSaySo() =>
        Assert.Contains("which design points do not know", Assert.Throws<PresetException>(() => new DesignPoints(ModelLibrary.Open(Grouped), PlatformPreset.Open("l3-a100-8"))).Message, StringComparison.Ordinal);

    private static Duration SumOf(StepTiming timing) => timing.Operators.Aggregate(Duration.Zero, (sum, op) => sum + op.Critical * op.Repeat);

    private static OperatorTiming AttentionOf(StepTiming timing) => timing.Operators.Single(op => op.Kind == WorkKind.MemoryAttention);

    private static StepTiming Time(string model, string machine, Fidelity fidelity, StepShape shape) => Time(model, PlatformPreset.Open(machine), fidelity, shape);

    private static StepTiming Time(string model, PlatformSpec machine, Fidelity fidelity, StepShape shape, OverlapModes overlap = OverlapModes.None) =>
        StepExecutors.Open(ModelLibrary.Open(model), machine, new ParallelPlan(8) { Overlap = overlap }).For(fidelity).Execute(shape);

    private static StepExecutors Open(string model, string machine, int devices) => StepExecutors.Open(ModelLibrary.Open(model), PlatformPreset.Open(machine), new ParallelPlan(devices));

    private static StepShape Decoding(int sequences, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }
}
