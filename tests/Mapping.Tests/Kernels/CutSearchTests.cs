using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Mapping.Tests.Kernels;

public sealed class CutSearchTests
{
    private static readonly int[] TileRows = [8, 16, 32, 64, 128, 256];
    private static readonly int[] TileColumns = [32, 64, 128, 256];

    [Theory]
    [InlineData("h100-8", 16)]
    [InlineData("b200-8", 16)]
    [InlineData("stack3d-8", 16)]
    [InlineData("lamosys-like:decode", 8)]
    public void NoCutOfTheCatalogueIsPredictedFasterThanTheChosenOne(string platform, int least)
    {
        DeviceRates rates = DeviceRates.Of(PlatformPreset.Open(platform).Device);
        var tiling = new MatrixTiling(rates);
        foreach ((int m, int n, int k) in new[] { (1, 4096, 4096), (65, 1280, 8192), (300, 8192, 1024), (2048, 7168, 3584), (9000, 512, 512) })
        {
            var shape = new MatrixShape("x", m, n, k, NumberFormat.Bf16.SizeOf((long)n * k), NumberFormat.Bf16, NumberFormat.Bf16);
            IEnumerable<MatrixTile> cuts =
                from rows in TileRows.Where(rows => rows == least || (rows > least && rows / 2 < m))
                from columns in TileColumns
                from split in new[] { 1, 2, 4, 8, 16 }.Where(split => split == 1 || k / split >= 64)
                select new MatrixTile(rows, columns, split);

            Assert.Equal(cuts.Min(cut => rates.Predict(tiling.Build(shape, cut))), rates.Predict(tiling.KernelFor(shape)));
        }
    }

    [Theory]
    [InlineData("stack3d-8", 16)]
    [InlineData("a100-8", 16)]
    [InlineData("lamosys-like:decode", 8)]
    public void NoCutOfExpertsIsPredictedFasterThanTheChosenOne(string platform, int least)
    {
        DeviceRates rates = DeviceRates.Of(PlatformPreset.Open(platform).Device);
        var tiling = new GroupedTiling(rates);
        foreach (int[] load in new int[][] { [1], [9, 3, 1], [70, 64, 31, 2], [4000, 300], [130, 129, 128, 127, 126, 125, 124, 123] })
        {
            var shape = new GroupedShape("x", new ExpertLoad(load), 1536, 4096, NumberFormat.Bf16.SizeOf(1536L * 4096), NumberFormat.Bf16, NumberFormat.Bf16) { IsRouted = true };
            IEnumerable<Duration> times =
                from rows in TileRows.Where(rows => rows == least || (rows > least && rows / 2 < load[0]))
                from columns in TileColumns
                select rates.Predict(tiling.Build(shape, rows, columns));

            Assert.Equal(times.Min(), rates.Predict(tiling.KernelFor(shape)));
        }
    }
}
