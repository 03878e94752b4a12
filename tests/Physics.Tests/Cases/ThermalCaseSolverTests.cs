using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Cases;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Physics.Tests.Cases;

public sealed class ThermalCaseSolverTests
{
    [Theory]
    [InlineData("b2-corner-hotspot")]
    [InlineData("d-n04-logic-bottom-g16")]
    [InlineData("c-n12-logic-top")]
    [InlineData("g-n08-htc100k-blocks-top")]
    public void SteadyCaseMatchesItsPeer(string name)
    {
        ThermalCase @case = Read(name);

        ThermalResult ours = new ThermalCaseSolver(@case).SolveSteady();

        foreach (ExpectedTemperature expected in @case.Expected)
        {
            LayerTemperature layer = ours.Layers.First(l => l.Layer == expected.Layer);
            Assert.Equal(expected.Mean.Degrees, layer.Mean.Degrees, 0.001);
            Assert.Equal(expected.Max!.Value.Degrees, layer.Max.Degrees, 0.001);
            Assert.Equal(expected.Min!.Value.Degrees, layer.Min.Degrees, 0.001);
        }
        Assert.InRange(ours.Balance.RelativeError, 0, 1e-9);
    }

    [Theory]
    [InlineData("e-n12-step-1ms")]
    [InlineData("f-n04-period-20ms")]
    [InlineData("g-n04-htc50k-step1ms")]
    public void TransientCaseMatchesItsPeer(string name)
    {
        ThermalCase @case = Read(name);

        ThermalResult ours = new ThermalCaseSolver(@case).SolveTransient(TimeScheme.BackwardEuler);

        foreach (ExpectedTemperature expected in @case.Expected)
            Assert.Equal(expected.Mean.Degrees, ours.Layers.First(l => l.Layer == expected.Layer).Mean.Degrees, 0.001);
        Assert.InRange(ours.Balance.RelativeError, 0, 1e-9);
    }

    [Fact]
    public void LeakageWarmsAndARunawayIsNamed()
    {
        ThermalCase plain = Read("g-n04-htc20k");
        string block = plain.Powers.First(p => p.Layer == "logic").Block;
        ThermalCase mild = plain with { Leakages = [new BlockLeakage("logic", block, new LeakageLaw(Power.FromWatts(2), Celsius.FromDegrees(85), 20))] };
        ThermalCase wild = plain with { Leakages = [new BlockLeakage("logic", block, new LeakageLaw(Power.FromWatts(60), Celsius.FromDegrees(85), 10))] };

        ThermalResult cool = new ThermalCaseSolver(plain).SolveSteady(), warm = new ThermalCaseSolver(mild).SolveSteady();

        Assert.True(warm.Peak > cool.Peak);
        Assert.Throws<ThermalRunawayException>(() => new ThermalCaseSolver(wild).SolveSteady());
    }

    private static ThermalCase Read(string name) => ThermalCaseReader.ReadFile(Path.Combine(Repository.Root, "validation", "thermal", "cases", name + ".json"));
}
