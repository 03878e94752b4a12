using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Mapping.Tests.Kernels;

public sealed class QuantisationTilingTests
{
    private static readonly PlatformSpec Platform = PlatformPreset.Open("h100-8");
    private static readonly DeviceRates Rates = DeviceRates.Of(Platform.Device);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1024, 0)]
    [InlineData(1025, 1)]
    [InlineData(8192, 7)]
    public void ALongRowTakesTheBlockOfThreadsAnotherTurn(int depth, int turns)
    {
        QuantisationSpec spec = Rates.Compute.QuantisationTo(NumberFormat.Fp8);

        Assert.Equal(spec.Row + spec.Turn * turns, KernelOf(1, depth).Runs[0].Compute);
    }

    [Fact]
    public void RowsAreAskedForAheadAsFarAsTheBufferReaches()
    {
        Assert.Equal(16, KernelOf(4096, 1024).Runs[0].Buffers);
        Assert.Equal(3, KernelOf(4096, 32768).Runs[0].Buffers);
        Assert.Equal(2, KernelOf(4096, 131072).Runs[0].Buffers);
    }

    private static Kernel KernelOf(int rows, int depth) =>
        new QuantisationTiling(Rates).KernelFor("x", rows, depth, NumberFormat.Bf16, NumberFormat.Fp8, isCold: true);
}
