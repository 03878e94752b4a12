using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Tests.Laws;

public sealed class LawTests
{
    [Fact]
    public void RefreshRateRisesAboveItsThresholdsAndFallsBelowTheHysteresis()
    {
        RefreshLaw law = RefreshLaw.Default;
        int rate = 1;
        var seen = new List<int>();
        foreach (double degrees in new[] { 85, 85.01, 84, 82.99, 95.01, 94, 92.99, 82 })
        {
            rate = law.Next(rate, Celsius.FromDegrees(degrees));
            seen.Add(rate);
        }

        Assert.Equal([1, 2, 2, 1, 4, 4, 2, 1], seen);
    }

    [Fact]
    public void LeakageSettlesWhereItsHeatAgrees()
    {
        var law = new LeakageLaw(Power.FromWatts(5), Celsius.FromDegrees(60), 20);

        double rise = LeakageSolver.Solve(new[,] { { 0.4 } }, [30.0], [law], Celsius.FromDegrees(40))[0];

        Assert.Equal(rise, 30 + 0.4 * law.At(Celsius.FromDegrees(40 + rise)).Watts, 9);
    }

    [Fact]
    public void RunawayBeginsWhereTheTangentTouches()
    {
        double doubling = 20, slope = Math.Log(2) / doubling, resistance = 0.5;
        double critical = 1 / (resistance * slope * Math.E * Math.Exp(slope * 30));

        Assert.True(Solve(critical * 0.999) > 30);
        Assert.Throws<ThermalRunawayException>(() => Solve(critical * 1.001));

        double Solve(double watts) =>
            LeakageSolver.Solve(new[,] { { resistance } }, [30.0], [new LeakageLaw(Power.FromWatts(watts), Celsius.FromDegrees(40), doubling)], Celsius.FromDegrees(40))[0];
    }

    [Fact]
    public void OneNumberModelIsANetworkOfOneNode()
    {
        OneNumberModel model = OneNumberModel.Published;
        var solver = new SteadySolver(model.NetworkOf(8));

        solver.Solve([70]);

        Assert.Equal(35 + (0.56 + 0.08) * 70, model.TemperatureAt(Power.FromWatts(70), 8).Degrees, 12);
        Assert.Equal(model.TemperatureAt(Power.FromWatts(70), 8) - model.Ambient, solver.Rises[0], 9);
        Assert.Equal(78.125, model.PowerAt(Celsius.FromDegrees(85), 8).Watts, 12);
    }

    [Fact]
    public void TallerStacksFallBackToASlowerClock()
    {
        double ratio = OneNumberModel.Published.ClockRatioFor(Power.FromWatts(100), Power.FromWatts(20), 8);

        Assert.Equal(Math.Cbrt((100 * 0.56 / 0.64 - 20) / 80), ratio, 12);
        Assert.Equal(0, OneNumberModel.Published.ClockRatioFor(Power.FromWatts(100), Power.FromWatts(90), 80));
    }

    [Fact]
    public void PowerCapScalesTheClockByTheCubeRoot()
    {
        var cap = new PowerCap(Power.FromWatts(100));

        Assert.Equal(1, cap.RatioFor(Power.FromWatts(99)));
        Assert.Equal(0.5, cap.RatioFor(Power.FromWatts(800)), 12);
    }

    [Fact]
    public void ThrottleActsOnReadingsAsOldAsItsDelay()
    {
        var throttle = new Throttle(ThrottleLaw.Default with { ProportionalGain = 0.02 });
        Duration bin = Duration.FromNanoseconds(200_000);
        SimTime now = SimTime.Zero;
        var ratios = new List<double>();
        for (int i = 0; i < 8; i++)
        {
            now += bin;
            throttle.Advance(now, Celsius.FromDegrees(110), bin);
            ratios.Add(throttle.Ratio);
        }

        Assert.All(ratios.Take(5), r => Assert.Equal(1, r));
        Assert.All(ratios.Skip(5), r => Assert.InRange(r, 0.7, 0.85));
    }
}
