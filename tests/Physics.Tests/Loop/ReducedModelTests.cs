using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Reduced;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Tests.Loop;

public sealed class ReducedModelTests
{
    private static readonly StackModel Model = RoleGroups.Of(StackModel.Build(StackReader.Load("stack3d-4-cold-plate"), NodeConvention.MidPlane), 768);
    private static readonly ResponseFit Fit = ResponseFit.Of(Model, PowerBins.LongestBin);

    [Fact]
    public void APatternInClosedFormIsThePatternPlayed()
    {
        double[] pattern = [120, 8, 30, 20, 8, 60, 200, 1, 5];
        var closed = new ReducedModel(Fit);
        var played = new ReducedModel(Fit);
        Duration piece = Duration.FromNanoseconds(170_000);

        closed.Advance(pattern, piece, 400);
        for (int i = 0; i < 400; i++)
        {
            for (int at = 0; at < pattern.Length; at += 3) played.Advance(pattern.AsSpan(at, 3), piece);
        }

        for (int i = 0; i < 3; i++) Assert.Equal(played.RiseOf(i), closed.RiseOf(i), 9);
        for (int i = 0; i < 3; i++) Assert.Equal(played.HottestOf(i), closed.HottestOf(i), 9);
    }

    [Fact]
    public void ConstantPowerEndsAtTheSteadyStateOfTheNetwork()
    {
        double[] watts = [150, 10, 40];
        var reduced = new ReducedModel(Fit);
        reduced.Settle(watts);
        var steady = new ThermalLoop(Model, new ThermalLoopOptions { Mode = ThermalMode.Steady, Trip = Celsius.FromDegrees(500), SensorPeriod = Duration.FromPicoseconds(1) });
        steady.Advance(watts, PowerBins.LongestBin);

        for (int i = 0; i < 3; i++) Assert.Equal(steady.TemperatureOf(i) - Model.Spec.Ambient, reduced.RiseOf(i), 4);
        Assert.Equal(steady.Condition.HottestLogic - Model.Spec.Ambient, Math.Max(reduced.HottestOf(0), reduced.HottestOf(1)), 4);
        Assert.InRange(Fit.WorstStepError, 0, 0.01);
    }

    [Fact]
    public void RolesShareTheirPowerAndKeepASensorForEveryBlock()
    {
        Assert.Equal([BlockRole.Compute, BlockRole.Links, BlockRole.Dram], Model.Sources.Select(s => s.Role));
        Assert.Equal([16, 1, 64], Model.Sources.Select(s => s.Members.Count));
        var powers = new double[Model.Network.Count];
        Model.Sources[2].Heat(powers, 64);
        Assert.Equal(64, powers.Sum(), 9);
        foreach (LayerCells layer in Model.Layers.Where(l => l.Name.StartsWith("dram", StringComparison.Ordinal)))
            Assert.Equal(16, Enumerable.Range(0, layer.Count).Sum(c => powers[layer.NodeOf(c)]), 9);
    }

    [Fact]
    public void SettlingBeginsAtTheStateThatConstantPowerEndsAt()
    {
        double[] watts = [100, 10, 20];
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { Mode = ThermalMode.Transient, Throttle = null });
        loop.Settle(watts);
        double before = loop.TemperatureOf(0).Degrees;

        for (int i = 0; i < 20; i++) loop.Advance(watts, PowerBins.LongestBin);

        Assert.Equal(before, loop.TemperatureOf(0).Degrees, 6);
    }
}
