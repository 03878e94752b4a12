using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Tests.Kernels;

public sealed class AttentionTilingTests
{
    private static readonly PlatformSpec Platform = PlatformPreset.Open("h100-8");
    private static readonly ComputeSpec Chip = Platform.Device.Compute;
    private static readonly AttentionTiling Tiling = new(new DeviceRates(Chip, Platform.Device.Memory.StreamBandwidth, Platform.Device.Memory.Latency));
    private static readonly AttentionShape Heads = new("attention", 32, 8, 128, NumberFormat.Bf16, NumberFormat.Bf16);

    [Fact]
    public void OnePieceOfAContextHoldsACoreSoThatManyShortOnesComeInWaves()
    {
        Kernel kernel = Tiling.DecodeKernel(Heads, Decode(sequences: 2048, context: 63))!;

        // 2,048 sequences of 8 heads over 132 cores, each piece started by itself.
        Assert.Equal(2048 * 8 / 132 + 1, kernel.Runs.Sum(run => run.Waves));
        Assert.All(kernel.Runs, run => Assert.Equal(Chip.Attention.BlockStart, run.Start));
    }

    [Fact]
    public void LongContextsOfFewSequencesAreSplitAndJoined()
    {
        Kernel few = Tiling.DecodeKernel(Heads, Decode(sequences: 1, context: 32767))!, many = Tiling.DecodeKernel(Heads, Decode(sequences: 512, context: 1023))!;

        Assert.True(few.Reduces);
        Assert.Equal(Chip.Attention.Split, few.ReductionTime(Chip.Launch));
        Assert.False(many.Reduces);
    }

    [Fact]
    public void ANarrowCacheCostsOnePassMoreAtTheStart()
    {
        AttentionShape narrow = Heads with { Cache = NumberFormat.Fp8 };

        Duration plain = Tiling.DecodeKernel(Heads, Decode(8, 100))!.LaunchTime(Chip.Launch), narrowed = Tiling.DecodeKernel(narrow, Decode(8, 100))!.LaunchTime(Chip.Launch);

        Assert.Equal(Chip.Attention.Narrowing, narrowed - plain);
    }

    [Fact]
    public void HeadsThatShareKeysArePackedWherePromptsAreShort()
    {
        Kernel grouped = Tiling.PrefillKernel(Heads, new SequenceSlice(16, 0, Samples: true), sequences: 256);
        Kernel apart = Tiling.PrefillKernel(Heads with { KeyValueHeads = 32 }, new SequenceSlice(16, 0, Samples: true), sequences: 256);

        Assert.True(grouped.ComputeTime * 3 < apart.ComputeTime);
    }

    [Fact]
    public void APromptAfterAContextReadsTheContextToo()
    {
        Kernel fresh = Tiling.PrefillKernel(Heads, new SequenceSlice(512, 0, Samples: true)), after = Tiling.PrefillKernel(Heads, new SequenceSlice(512, 4096, Samples: true));

        Assert.InRange((after.MemoryReads - fresh.MemoryReads) / (Heads.PerToken * 4096), 0.99, 1.01);
        Assert.True(after.ComputeTime > fresh.ComputeTime);
    }

    private static StepShape Decode(int sequences, int context)
    {
        var step = new StepShape();
        for (int i = 0; i < sequences; i++) step.Add(new SequenceSlice(1, context, Samples: true));
        return step;
    }
}
