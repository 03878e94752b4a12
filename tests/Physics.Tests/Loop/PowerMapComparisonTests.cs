using System.Globalization;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Stacks;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Physics.Tests.Loop;

public sealed class PowerMapComparisonTests
{
    [Fact]
    public void AverageMapsAreTooColdAndWorstCaseMapsTooHotOnBursts()
    {
        StackModel model = StackModel.Build(Stacks.Bonded(4, 4, quarters: true), NodeConvention.FarFace);
        double[] burst = new double[model.Sources.Count], idle = new double[model.Sources.Count];
        (burst[0], idle[0]) = (120, 6);
        double[][] bins = [.. Enumerable.Range(0, 400).Select(i => i % 50 < 10 ? burst : idle)];

        PowerMapComparison compared = PowerMapComparison.Of(model, bins, PowerBins.LongestBin, OneNumberModel.Published, 4);

        Assert.InRange(compared.AverageMapError, -40, -1);
        Assert.InRange(compared.WorstCaseMapError, 1, 400);
        Assert.Equal(35 + 0.6 * (0.2 * 120 + 0.8 * 6), compared.OneNumber.Degrees, 9);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(500)]
    public void WhatIsMissedDependsOnTheLengthOfBursts(int periodInBins)
    {
        StackModel model = StackModel.Build(StackReader.Load("stack3d-cold-plate-by-die"), NodeConvention.FarFace);
        double[][] bins = [.. Enumerable.Range(0, 2_000).Select(i => Watts(model, i % periodInBins < periodInBins / 5 ? 1 : 0.1))];

        PowerMapComparison compared = PowerMapComparison.Of(model, bins, PowerBins.LongestBin, OneNumberModel.Published, 8);

        Snapshot.Verify(
            string.Create(CultureInfo.InvariantCulture, $"peak {compared.Transient.Degrees:F2} C; average map {compared.AverageMapError:F2} K, worst-case map {compared.WorstCaseMapError:F2} K, one number {compared.OneNumberError:F2} K"),
            name: $"{periodInBins}");
    }

    /// <summary>At full activity 240 W: 80 in each half of the logic, 8 in its ports, 9 in each of eight DRAM dies.</summary>
    private static double[] Watts(StackModel model, double activity) =>
        [.. model.Sources.Select(s => activity * (s.Layer != "logic" ? 9 : s.Block == "ports" ? 8 : 80))];

    [Fact]
    public void ConstantPowerMakesAllMapsAgree()
    {
        StackModel model = StackModel.Build(Stacks.Bonded(2, 4), NodeConvention.FarFace);
        double[] watts = [40, 2, 2];

        PowerMapComparison compared = PowerMapComparison.Of(model, [watts, watts, watts], PowerBins.LongestBin, OneNumberModel.Published, 2);

        Assert.Equal(0, compared.AverageMapError, 7);
        Assert.Equal(0, compared.WorstCaseMapError, 7);
    }
}
