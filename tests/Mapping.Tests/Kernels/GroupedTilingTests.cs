using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Mapping.Tests.Kernels;

public sealed class GroupedTilingTests
{
    private static readonly PlatformSpec Platform = PlatformPreset.Open("h100-8");
    private static readonly ComputeSpec Chip = Platform.Device.Compute;
    private static readonly GroupedTiling Tiling = new(new DeviceRates(Chip, Platform.Device.Memory.StreamBandwidth, Platform.Device.Memory.Latency));

    [Fact]
    public void ALibraryWithOneTileSizePadsEveryExpertToIt()
    {
        Assert.StartsWith("128x", Tiling.KernelFor(Shape(rows: 1) with { IsRouted = true, IsBlockScaled = true }).Tiling, StringComparison.Ordinal);
        Assert.StartsWith("16x", Tiling.KernelFor(Shape(rows: 1)).Tiling, StringComparison.Ordinal);
    }

    [Fact]
    public void RoutedRowsAreSortedFirstAndMoreOfThemTakeLonger()
    {
        Duration few = Tiling.KernelFor(Shape(rows: 1) with { IsRouted = true, IsBlockScaled = true }).LaunchTime(Chip.Launch);
        Duration many = Tiling.KernelFor(Shape(rows: 64) with { IsRouted = true, IsBlockScaled = true }).LaunchTime(Chip.Launch);

        Assert.Equal(Chip.ExpertKernel(NumberFormat.Fp8, isBlockScaled: true)!.Launch + Chip.ExpertSort * 3, few);
        Assert.Equal(Chip.ExpertSort * 6, many - few);
        Assert.Equal(Chip.Launch.Kernel, Tiling.KernelFor(Shape(rows: 1)).LaunchTime(Chip.Launch));
    }

    private static GroupedShape Shape(int rows) =>
        new("x", new ExpertLoad([.. Enumerable.Repeat(rows, 8)]), 2048, 4096, NumberFormat.Fp8.SizeOf(2048L * 4096), NumberFormat.Fp8, NumberFormat.Fp8);
}
