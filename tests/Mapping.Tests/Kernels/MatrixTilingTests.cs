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

    private static MatrixShape Shape(int m, int n, int k) =>
        new("x", m, n, k, NumberFormat.Bf16.SizeOf((long)n * k), NumberFormat.Bf16, NumberFormat.Bf16);
}
