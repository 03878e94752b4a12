using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Cases;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;

namespace DeepStack.Sim.Physics.Tests.Loop;

public sealed class ThermalLoopTests
{
    private static readonly Duration Bin = Duration.FromNanoseconds(200_000);
    private static readonly StackModel Model = StackModel.Build(Stacks.Bonded(2, 4, quarters: true), NodeConvention.FarFace);

    [Fact]
    public void OffChangesNothing()
    {
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { Mode = ThermalMode.Off });

        MachineCondition condition = loop.Advance(Watts(1000), Bin);

        Assert.Equal(MachineCondition.Nominal(Model.Spec.Ambient), condition);
    }

    [Fact]
    public void HotDramRefreshesMoreOftenAndFallsBackOnlyBelowTheHysteresis()
    {
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { SensorPeriod = Bin, Mode = ThermalMode.Steady, Throttle = null, Trip = Celsius.FromDegrees(150) });

        loop.Advance(Watts(1), Bin);
        double perWatt = loop.Condition.HottestDram - Model.Spec.Ambient;

        int[] rates = [.. new[] { 84.9, 85.1, 83.5, 82.9, 95.1, 93.5, 92.9 }.Select(t => loop.Advance(Watts((t - Model.Spec.Ambient.Degrees) / perWatt), Bin).RefreshRate)];

        Assert.Equal([1, 2, 2, 1, 4, 4, 2], rates);
    }

    [Fact]
    public void ThrottleHoldsItsTarget()
    {
        var law = ThrottleLaw.Default with { Target = Celsius.FromDegrees(80) };
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { Throttle = law });

        for (int i = 0; i < 10_000; i++) loop.Advance(Watts(120 * Cube(loop.Condition.ClockRatio)), Bin);

        Assert.False(loop.Condition.Tripped);
        Assert.InRange(loop.Condition.ClockRatio, 0.5, 0.97);
        Assert.InRange(loop.Condition.HottestLogic.Degrees, 74, 82);
    }

    [Fact]
    public void WithoutThrottleTheStackTripsAndStaysDown()
    {
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { Throttle = null });
        for (int i = 0; i < 2_000 && !loop.Condition.Tripped; i++) loop.Advance(Watts(300), Bin);

        MachineCondition after = loop.Advance(Watts(0), Bin);

        Assert.True(after.Tripped);
        Assert.True(after.HottestLogic.Degrees > 105);
    }

    [Fact]
    public void LeakageRunsAwayIntoATrip()
    {
        LeakageLaw law = new(Power.FromWatts(40), Celsius.FromDegrees(60), 8);
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { Throttle = null, Leakages = [new BlockLeakage("logic", "sw", law)] });

        for (int i = 0; i < 5_000 && !loop.Condition.Tripped; i++) loop.Advance(Watts(40), Bin);

        Assert.True(loop.Condition.Tripped);
    }

    [Fact]
    public void PowerCapKeepsTheCubeRoot()
    {
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { Throttle = null, Cap = new PowerCap(Power.FromWatts(50)) });

        for (int i = 0; i < 10; i++) loop.Advance(Watts(100 * Cube(loop.Condition.ClockRatio)), Bin);

        Assert.Equal(Math.Pow(2, -1.0 / 3), loop.Condition.ClockRatio, 12);
    }

    [Theory]
    [InlineData(ThermalMode.Steady)]
    [InlineData(ThermalMode.Transient)]
    [InlineData(ThermalMode.Reduced)]
    public void SamePowersGiveSameBits(ThermalMode mode) => Assert.Equal(Fingerprint(mode), Fingerprint(mode));

    [Fact]
    public void ReducedModelFollowsTheFullNetworkThroughBursts()
    {
        var full = new ThermalLoop(Model, new ThermalLoopOptions { Mode = ThermalMode.Transient, Throttle = null });
        var reduced = new ThermalLoop(Model, new ThermalLoopOptions { Mode = ThermalMode.Reduced, Throttle = null });
        var random = new RandomStream(7, "bursts");
        double worst = 0, highest = 0;

        for (int i = 0; i < 3_000; i++)
        {
            double[] watts = Watts(random.NextDouble() < 0.3 ? 120 : 10);
            full.Advance(watts, Bin);
            reduced.Advance(watts, Bin);
            for (int b = 0; b < watts.Length; b++) worst = Math.Max(worst, Math.Abs(full.TemperatureOf(b) - reduced.TemperatureOf(b)));
            highest = Math.Max(highest, full.Condition.HottestLogic - Model.Spec.Ambient);
        }

        Assert.InRange(worst / highest, 0, 0.01);
    }

    [Fact]
    public void BetweenLooksTheConditionHolds()
    {
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { Mode = ThermalMode.Steady, Throttle = null });

        Celsius[] seen = [.. Enumerable.Range(1, 10).Select(i => loop.Advance(Watts(10 * i), Bin).HottestLogic)];

        Assert.Equal(3, seen.Distinct().Count());
        Assert.Equal(Model.Spec.Ambient, seen[3]);
    }

    [Fact]
    public void LimitsBelowAmbientAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new ThermalLoop(Model, new ThermalLoopOptions { Trip = Celsius.FromDegrees(40) }));
        Assert.Throws<ArgumentException>(() => new ThermalLoop(Model, new ThermalLoopOptions { Throttle = ThrottleLaw.Default with { Target = Celsius.FromDegrees(40) } }));
    }

    [Fact]
    public void TransientKeepsTheMapsOfTheHottestMoment()
    {
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { Throttle = null });
        for (int i = 0; i < 50; i++) loop.Advance(Watts(100), Bin);
        double peak = loop.Condition.HottestLogic.Degrees;
        for (int i = 0; i < 50; i++) loop.Advance(Watts(0), Bin);

        HeatMap logic = loop.HottestMaps()[0];

        Assert.Equal(16, logic.Temperatures.Count);
        Assert.True(logic.Temperatures.Max() >= peak - 1e-9);
    }

    private static string Fingerprint(ThermalMode mode)
    {
        var loop = new ThermalLoop(Model, new ThermalLoopOptions { Mode = mode, Throttle = ThrottleLaw.Default with { Target = Celsius.FromDegrees(70) } });
        var random = new RandomStream(3, "powers");
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < 100; i++)
        {
            MachineCondition condition = loop.Advance(Watts(200 * random.NextDouble()), Bin);
            text.Append(BitConverter.DoubleToInt64Bits(condition.HottestLogic.Degrees)).Append(' ').Append(condition.ClockRatio).Append(' ');
        }
        return text.ToString();
    }

    /// <summary>Total watts, half of them in one quarter of the logic, a tenth in the DRAM.</summary>
    private static double[] Watts(double total)
    {
        var watts = new double[Model.Sources.Count];
        for (int i = 0; i < watts.Length; i++) watts[i] = i == 0 ? 0.45 * total : i < 4 ? 0.15 * total : 0.1 * total / (watts.Length - 4);
        return watts;
    }

    private static double Cube(double x) => x * x * x;
}
