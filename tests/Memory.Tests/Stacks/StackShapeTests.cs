using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Tests.Stacks;

public class StackShapeTests
{
    private static readonly DramStackSpec Planar = DramStackSpec.FromPreset("sedram") with { Refresh = RefreshMode.None };

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    public void BandwidthIsCompleteWithHalfOfTheLayersConnected(int layers)
    {
        DramStackSpec spec = Planar with { Layers = layers, ConnectedLayers = layers / 2 };

        Assert.InRange(EfficiencyOf(spec), 0.997, 1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void RechargeIsExposedWithAllLayersConnected(int layers)
    {
        DramStackSpec spec = Planar with { Layers = layers, ConnectedLayers = layers };
        double row = spec.Row.Count / (double)spec.Access.Count;

        Assert.Equal(row / (row + spec.Timings.Recharge((long)row)), EfficiencyOf(spec), 0.002);
        Assert.Equal(StackSweep.LinearLaw(spec), EfficiencyOf(spec), 0.002);
    }

    [Fact]
    public void BetweenHalfAndAllTheLossStaysNearTheLinearLaw()
    {
        for (int connected = 4; connected <= 8; connected++)
        {
            DramStackSpec spec = Planar with { Layers = 8, ConnectedLayers = connected };

            Assert.InRange(EfficiencyOf(spec), StackSweep.LinearLaw(spec) - 0.025, StackSweep.LinearLaw(spec) + 0.002);
        }
    }

    [Fact]
    public void SecondBankOnThePortHidesTheRecharge()
    {
        DramStackSpec spec = Planar with { ConnectedLayers = 4, BanksPerLayer = 2 };

        Assert.InRange(EfficiencyOf(spec), 0.997, 1);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(4, 3)]
    [InlineData(8, 2)]
    [InlineData(16, 2)]
    [InlineData(16, 3)]
    public void BanksOnAPortHideAsMuchRechargeAsTheyStream(int accesses, int banks)
    {
        // Short rows, so that several banks are needed: each streams its row while the others recharge.
        DramStackSpec spec = Planar with { ConnectedLayers = 4, BanksPerLayer = banks, Row = Planar.Access * accesses };
        double predicted = Math.Min(1, banks * accesses / (double)(accesses + spec.Timings.Recharge(accesses)));

        Assert.Equal(predicted, EfficiencyOf(spec), 0.02);
    }

    [Theory]
    [InlineData("tasa")]
    [InlineData("sedram")]
    [InlineData("lamosys")]
    public void BandwidthRisesWithTheTransactionUpToTheRow(string preset)
    {
        DramStackSpec spec = DramStackSpec.FromPreset(preset) with { Refresh = RefreshMode.None };
        double before = 0;
        for (long size = spec.Access.Count; size <= spec.Row.Count; size *= 2)
        {
            double bandwidth = ClosedLoop.Measure(spec, Bytes.FromCount(size), isRandom: true, 16, 4000).Bandwidth.BytesPerSecond;

            Assert.True(bandwidth > before * 0.999, $"{size} B");
            before = bandwidth;
        }
        Assert.True(before / spec.PortBandwidth.BytesPerSecond > 0.75);
    }

    [Fact]
    public void ActivationBudgetGivesAPlateauAtThePredictedLevel()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("tasa") with { Refresh = RefreshMode.None };
        double fullRate = spec.PeakBandwidth.BytesPerSecond / spec.Row.Count;
        foreach (double share in new[] { 0.25, 0.5, 0.8 })
        {
            DramStackSpec limited = spec with { ActivationPower = Power.FromWatts(fullRate * share * spec.Energies.Activation.Joules) };

            Assert.Equal(share, EfficiencyOf(limited), 0.01);
        }
    }

    [Fact]
    public void LimitOnOneLayerBindsLikeAWindowOfItsOwn()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("sedram") with { Refresh = RefreshMode.None, LayerActivations = new ActivationLimit(16, Cycles.FromCount(286)) };

        Assert.Equal(0.5 * 256 / 286, EfficiencyOf(spec), 0.01);
    }

    [Fact]
    public void RefreshCostsItsShareAndTenPointsMoreAtAHundredAndFiveDegrees()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("lamosys");
        double cool = StreamingAt(spec, 65), hot = StreamingAt(spec, 105);
        double lost = spec.Timings.Refresh + spec.Timings.RowPrecharge + spec.Timings.SlowestRowToColumn;

        Assert.Equal(1 - lost / spec.Timings.RefreshInterval, cool, 0.01);
        Assert.Equal(1 - 4 * lost / spec.Timings.RefreshInterval, hot, 0.02);
        Assert.Equal(0.10, cool - hot, 0.015);
    }

    [Fact]
    public void RowsOfSlowTiersTakeLongerToOpen()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("stratum") with { Refresh = RefreshMode.None };
        long place = spec.Row.Count * spec.BanksPerLayer;

        long fast = FirstAccess(spec, 0), slow = FirstAccess(spec, place * (spec.Rows - 1));

        Assert.Equal(spec.Timings.RowToColumn[^1] - spec.Timings.RowToColumn[0], slow - fast);
    }

    [Theory]
    [InlineData("tasa", RowPolicy.Open)]
    [InlineData("tasa", RowPolicy.Closed)]
    [InlineData("sedram", RowPolicy.Timeout)]
    [InlineData("stratum", RowPolicy.Adaptive)]
    [InlineData("lamosys", RowPolicy.Open)]
    public void RunsMovedWholeEqualDecidingEveryCommand(string preset, RowPolicy policy)
    {
        DramStackSpec spec = DramStackSpec.FromPreset(preset) with { RowPolicy = policy, RowTimeout = 100 };

        (List<(long, long)> whole, StackCounts wholeCounts) = Mixed(spec, decidesEveryCommand: false);
        (List<(long, long)> single, StackCounts singleCounts) = Mixed(spec, decidesEveryCommand: true);

        Assert.Equal(single, whole);
        Assert.Equal(singleCounts, wholeCounts);
    }

    private static double EfficiencyOf(DramStackSpec spec) => StackSweep.StreamingOf(spec) / spec.PeakBandwidth;

    private static double StreamingAt(DramStackSpec spec, double degrees)
    {
        Bytes size = Bytes.FromCount(spec.Channels * (1L << 20));
        return StackStream.Measure(spec, size, temperature: Celsius.FromDegrees(degrees)).BandwidthOf(size) / spec.PeakBandwidth;
    }

    private static long FirstAccess(DramStackSpec spec, long offset)
    {
        long end = 0;
        var channel = new StackedChannel(spec, spec.LayersOfPort(0), (_, clock) => end = clock);
        channel.Enqueue(0, offset, spec.Access.Count, false, 0);
        while (channel.HasWork) channel.Decide(channel.NextDecision);
        return end;
    }

    private static (List<(long Tag, long Clock)> Ends, StackCounts Counts) Mixed(DramStackSpec spec, bool decidesEveryCommand)
    {
        var ends = new List<(long, long)>();
        var channel = new StackedChannel(spec, spec.LayersOfPort(0), (tag, clock) => ends.Add((tag, clock)), decidesEveryCommand);
        var random = new RandomStream(9, "mixed runs");
        long now = 0;
        for (int tag = 0; tag < 2000; tag++)
        {
            now += random.NextInteger(8) == 0 ? random.NextInteger(20_000) : random.NextInteger(100);
            while (channel.HasWork && channel.NextDecision < now) channel.Decide(channel.NextDecision);
            long place = random.NextInteger(4096) * spec.Access.Count * 3;
            channel.Enqueue(now, place, (1 + random.NextInteger(64)) * spec.Access.Count, random.NextInteger(3) == 0, tag);
        }
        while (channel.HasWork) channel.Decide(channel.NextDecision);
        return (ends, channel.Counts);
    }
}
