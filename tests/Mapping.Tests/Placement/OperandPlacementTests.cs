using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Tests.Placement;

public sealed class OperandPlacementTests
{
    private static readonly PlatformSpec Platform = PlatformPreset.Open("stack3d-8");
    private static readonly DeviceRates Rates = DeviceRates.Of(Platform.Device);
    private static readonly int Cores = Platform.Device.Compute.Cores;

    [Fact]
    public void NoPlacementCrossesMoreHopsThanStripes()
    {
        foreach (double homes in (double[])[1, 2, 7.5, 60, 132, 500])
        {
            double near = Placed(DataPlacement.Near).HopShare(homes), replicated = Placed(DataPlacement.Replicated).HopShare(homes);
            Assert.InRange(near, 0, 1);
            Assert.InRange(replicated, 0, 1);
        }
        Assert.Equal(0, Placed(DataPlacement.Near).HopShare(1));
        Assert.Equal(1, Placed(DataPlacement.Striped).HopShare(1));
    }

    [Theory]
    [InlineData(DataPlacement.Near)]
    [InlineData(DataPlacement.Replicated)]
    public void PlacementNeverChangesWhatIsReadAndNeverAddsToTheNoc(DataPlacement placement)
    {
        foreach (int m in (int[])[1, 16, 200, 5000])
        {
            foreach (int n in (int[])[32, 1000, 28672])
            {
                var shape = new MatrixShape("product", m, n, 8192, Bytes.FromCount(2L * n * 8192), NumberFormat.Bf16, NumberFormat.Bf16);
                foreach (MatrixTile tile in (MatrixTile[])[new(16, 32, 1), new(64, 64, 4), new(128, 256, 1)])
                {
                    Kernel striped = new MatrixTiling(Rates).Build(shape, tile), placed = new MatrixTiling(Rates, placement).Build(shape, tile);
                    Assert.Equal(striped.MemoryReads, placed.MemoryReads);
                    Assert.True(placed.SharedReads <= striped.SharedReads);
                    Assert.True(placed.ChannelReads >= striped.ChannelReads);
                }
            }
        }
    }

    [Fact]
    public void TilesThatLeaveCoresWithoutColumnsLeaveTheirChannelsIdle()
    {
        var tiling = new MatrixTiling(Rates, DataPlacement.Near);
        var shape = new MatrixShape("product", 16, Cores * 32, 8192, Bytes.FromCount(2L * Cores * 32 * 8192), NumberFormat.Bf16, NumberFormat.Bf16);
        MatrixShape uneven = shape with { N = (Cores + 8) * 32, WeightBytes = Bytes.FromCount(2L * (Cores + 8) * 32 * 8192) };

        Kernel even = tiling.Build(shape, new MatrixTile(16, 32, 1)), tailed = tiling.Build(uneven, new MatrixTile(16, 32, 1));

        Assert.All(even.Runs, run => Assert.Equal(1, run.ChannelShare));
        Assert.Equal((double)Cores / (Cores + 8), tailed.Runs[0].ChannelShare, 1e-12);
        Assert.Equal(8.0 / (Cores + 8), tailed.Runs[1].ChannelShare, 1e-12);
    }

    [Fact]
    public void KeysOfFewBlocksComeThroughFewChannels()
    {
        var shape = new AttentionShape("attention", 8, 1, 128, NumberFormat.Bf16, NumberFormat.Bf16);
        StepShape few = Decoding(sequences: 1, context: 640), many = Decoding(sequences: Cores, context: 640);
        var near = new AttentionTiling(Rates, DataPlacement.Near);

        Assert.All(near.DecodeKernel(shape, few)!.Runs, run => Assert.Equal(11.0 / Cores, run.ChannelShare, 1e-12));
        Assert.All(near.DecodeKernel(shape, many)!.Runs, run => Assert.Equal(1, run.ChannelShare));
        Assert.Equal(Bytes.Zero, near.DecodeKernel(shape, many)!.SharedReads);
    }

    [Fact]
    public void CopiesTakeAsManyTimesTheMemoryAndTheWrites()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-8b");
        TileMesh mesh = Platform.Device.Compute.Shared.Mesh!;
        MemoryBudget striped = BudgetOf(new ParallelPlan(2)), copied = BudgetOf(new ParallelPlan(2) { WeightPlacement = DataPlacement.Replicated, CachePlacement = DataPlacement.Replicated });

        Assert.Equal(striped.LayerWeights * mesh.Regions, copied.LayerWeights);
        Assert.Equal(striped.Head * mesh.Regions, copied.Head);
        Assert.Equal(striped.PerToken * mesh.Regions, copied.PerToken);
        Assert.Equal(striped, BudgetOf(new ParallelPlan(2) { WeightPlacement = DataPlacement.Near, CachePlacement = DataPlacement.Near }));

        var shape = new AttentionShape("attention", 8, 1, 128, NumberFormat.Bf16, NumberFormat.Bf16);
        StepShape step = Decoding(sequences: 64, context: 640);
        Bytes once = new AttentionTiling(Rates).DecodeKernel(shape, step)!.MemoryWrites, copies = new AttentionTiling(Rates, DataPlacement.Replicated).DecodeKernel(shape, step)!.MemoryWrites;
        Assert.InRange((double)copies.Count / once.Count, mesh.Regions * 0.99, mesh.Regions * 1.01);

        MemoryBudget BudgetOf(ParallelPlan plan) => PlanFitting.BudgetOf(model, plan, Bytes.FromCount(80_000_000_000), 0.9, 8192, 256, mesh);
    }

    [Fact]
    public void AChipWithoutAMeshHasOnlyStripes()
    {
        PlatformSpec plain = PlatformPreset.Open("h100-8");

        PlanFitting.CheckPlacement(new ParallelPlan(), plain);
        PlanFitting.CheckPlacement(new ParallelPlan { CachePlacement = DataPlacement.Near }, Platform);
        string message = Assert.Throws<PresetException>(() => PlanFitting.CheckPlacement(new ParallelPlan { CachePlacement = DataPlacement.Near }, plain)).Message;
        Assert.Contains("shared.mesh", message, StringComparison.Ordinal);
    }

    private static OperandPlacement Placed(DataPlacement placement) => new(placement, Platform.Device.Compute);

    private static StepShape Decoding(int sequences, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }
}
