using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Studies.Collectives;

namespace DeepStack.Sim.Studies.Tests.Collectives;

/// <summary>Collectives against size.</summary>
public sealed class CollectiveSweepTests
{
    private static readonly CollectiveCosts Costs = new() { StepOverhead = Duration.FromNanoseconds(1000) };

    [Fact]
    public void SmallAllReducesGoInOneShotAndLargeOnesDoNot()
    {
        var sweep = new CollectiveSweep(TopologyPreset.Open("nvl8-h100"), Costs);

        SweepPoint[] chosen = [.. sweep.Run(CollectiveKind.AllReduce, [Bytes.FromCount(1024), Bytes.FromCount(1 << 22)], 1, "chosen")];

        Assert.Equal("one_shot", chosen[0].Algorithm);
        Assert.NotEqual("one_shot", chosen[1].Algorithm);
    }

    [Theory]
    [InlineData(CollectiveKind.AllReduce)]
    [InlineData(CollectiveKind.AllGather)]
    [InlineData(CollectiveKind.AllToAll)]
    public void ChosenAlgorithmIsSimulatedNearlyAsFastAsTheFastest(CollectiveKind kind)
    {
        var sweep = new CollectiveSweep(TopologyPreset.Open("h100-rails-4x8"), Costs);

        SweepPoint[] points = [.. sweep.Run(kind, [Bytes.FromCount(1 << 20)], 1, "all")];

        Assert.True(points.Single(p => p.Chosen).Time.Seconds <= 1.25 * points.Min(p => p.Time.Seconds));
    }

    [Fact]
    public void BusBandwidthNeverExceedsTheLink()
    {
        var sweep = new CollectiveSweep(TopologyPreset.Open("nvl8-h100"), CollectiveCosts.None);

        Assert.All(
            sweep.Run(CollectiveKind.AllReduce, [Bytes.FromCount(1 << 24)], 1, "all"),
            point => Assert.True(point.BusBandwidth.BytesPerSecond < 450e9));
    }

    [Fact]
    public void TableAndPictureHoldEveryAlgorithm()
    {
        var sweep = new CollectiveSweep(TopologyPreset.Open("mesh-4x4-ucie"), CollectiveCosts.None);
        SweepPoint[] points = [.. sweep.Run(CollectiveKind.AllGather, [Bytes.FromCount(1 << 14), Bytes.FromCount(1 << 15)], 2, "all")];

        Assert.Equal(1 + points.Length, CollectiveSweep.CsvOf(points).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(points, point => Assert.Contains($">{point.Algorithm}</text>", SweepChart.SvgOf("gather", points), StringComparison.Ordinal));
    }
}
