using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Mapping.Tests.Kernels;

public sealed class MatrixTilingTests
{
    private static readonly PlatformSpec Platform = PlatformPreset.Open("h100-8");
    private static readonly DeviceRates Rates = new(Platform.Device.Compute, Platform.Device.Memory.StreamBandwidth, Platform.Device.Memory.Latency);

    [Fact]
    public void EveryWeightIsLoadedAndNoneTwiceWhileActivationsStayOnChip()
    {
        var random = new RandomStream(1, "tiling");
        var tiling = new MatrixTiling(Rates);
        for (int i = 0; i < 200; i++)
        {
            MatrixShape shape = Shape(1 + (int)random.NextInteger(512), 1 + (int)random.NextInteger(8192), 64 + (int)random.NextInteger(8192));

            Kernel kernel = tiling.KernelFor(shape);

            long rounding = kernel.Runs.Sum(r => r.Stages);
            Assert.InRange(kernel.MemoryReads.Count, shape.WeightBytes.Count, shape.WeightBytes.Count + rounding);
        }
    }

    [Fact]
    public void UnitsAreBusyAtLeastAsLongAsTheWorkTakesAtPeak()
    {
        var random = new RandomStream(2, "tiling");
        var tiling = new MatrixTiling(Rates);
        for (int i = 0; i < 200; i++)
        {
            MatrixShape shape = Shape(1 + (int)random.NextInteger(4096), 1 + (int)random.NextInteger(8192), 64 + (int)random.NextInteger(8192));

            Kernel kernel = tiling.KernelFor(shape);

            Assert.True(kernel.ComputeTime >= shape.Work / Platform.Device.Compute.PeakRate(NumberFormat.Bf16));
        }
    }

    [Fact]
    public void SmallProductsSplitKAndLargeOnesDoNot()
    {
        var tiling = new MatrixTiling(Rates);

        Assert.True(tiling.KernelFor(Shape(1, 512, 16384)).Reduces);
        Assert.False(tiling.KernelFor(Shape(4096, 8192, 8192)).Reduces);
    }

    [Fact]
    public void SmallStagesAreAskedForAheadNoFurtherThanTheLibraryDoes()
    {
        var tile = new MatrixTile(16, 32, Split: 1);
        ComputeSpec deep = Rates.Compute with { Matrix = Rates.Compute.Matrix with { Stages = 12 } };

        Assert.Equal(6, new MatrixTiling(Rates).Build(Shape(1, 4096, 4096), tile).Runs[0].Buffers);
        Assert.Equal(12, new MatrixTiling(Rates with { Compute = deep }).Build(Shape(1, 4096, 4096), tile).Runs[0].Buffers);
    }

    [Theory]
    [InlineData(64, "64x64")]
    [InlineData(65, "64x128")]
    [InlineData(129, "128x128")]
    public void AFormatWithTileRulesIsCutByItsRowsAlone(int m, string tile)
    {
        var shape = new MatrixShape("x", m, 512, 16384, NumberFormat.Fp8.SizeOf(512L * 16384), NumberFormat.Fp8, NumberFormat.Fp8);

        Assert.Equal(tile, new MatrixTiling(Rates).KernelFor(shape).Tiling);
    }

    [Fact]
    public void NeighboursThatShareAReadAskLessOfTheSharedBuffer()
    {
        ComputeSpec alone = Platform.Device.Compute with { Shared = Platform.Device.Compute.Shared with { Multicast = 1 } };
        MatrixShape shape = Shape(4096, 4096, 4096);
        var tile = new MatrixTile(128, 128, 1);

        Bytes together = new MatrixTiling(Rates).Build(shape, tile).SharedReads, apart = new MatrixTiling(Rates with { Compute = alone }).Build(shape, tile).SharedReads;

        Assert.Equal(0.75, together / apart, 1e-9);
    }

    [Fact]
    public void ColdActivationsComeFromMemory()
    {
        MatrixShape shape = Shape(128, 4096, 4096);
        var tile = new MatrixTile(128, 128, 1);

        Bytes warm = new MatrixTiling(Rates).Build(shape, tile).MemoryReads, cold = new MatrixTiling(Rates).Build(shape with { InputIsCold = true }, tile).MemoryReads;

        Assert.InRange((cold - warm).Count, shape.InputBytes.Count - 64, shape.InputBytes.Count + 64);
    }

    /// <summary>One MiB stays: 128 rows of activations or 128 columns of weights, at 4096 deep.</summary>
    [Theory]
    [InlineData(128, 4096, 1, 0)]
    [InlineData(129, 4096, 1, 3)]
    [InlineData(4096, 128, 1, 1)]
    [InlineData(4096, 129, 3, 1)]
    public void AnOperandThatFitsStaysAndSparesTheOtherOne(int m, int n, int weightReads, int inputReads)
    {
        MatrixShape shape = Shape(m, n, 4096);

        Kernel kernel = SmallBuffer().Build(shape, new MatrixTile(128, 128, 1));

        Bytes expected = shape.WeightBytes * weightReads + shape.InputBytes * inputReads;
        Assert.InRange((kernel.MemoryReads - expected).Count, 0, kernel.Runs.Sum(r => r.Stages));
    }

    [Theory]
    [InlineData(512, false)]
    [InlineData(513, true)]
    public void AnOutputThatFitsStaysOnChip(int m, bool isStored)
    {
        MatrixShape shape = Shape(m, 1024, 64);

        Assert.Equal(isStored ? shape.OutputBytes.Count : 0, SmallBuffer().Build(shape, new MatrixTile(128, 128, 1)).MemoryWrites.Count, 256.0);
    }

    private static MatrixTiling SmallBuffer() =>
        new(Rates with { Compute = Rates.Compute with { Shared = Rates.Compute.Shared with { Capacity = Bytes.FromCount(2 << 20) } } });

    private static MatrixShape Shape(int m, int n, int k) =>
        new("x", m, n, k, NumberFormat.Bf16.SizeOf((long)n * k), NumberFormat.Bf16, NumberFormat.Bf16);
}
