using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;

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
