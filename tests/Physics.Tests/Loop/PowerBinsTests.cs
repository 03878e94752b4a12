using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Loop;

namespace DeepStack.Sim.Physics.Tests.Loop;

public sealed class PowerBinsTests
{
    private static readonly Duration Bin = Duration.FromNanoseconds(100_000);

    [Fact]
    public void EnergySpreadsOverTheBinsItTouches()
    {
        var bins = new PowerBins(1, Bin);
        bins.Add(0, At(50), Duration.FromNanoseconds(100_000), Energy.FromJoules(2e-3));
        var watts = new double[1];

        Assert.False(bins.TryClose(At(99), watts));
        Assert.True(bins.TryClose(At(100), watts));
        Assert.Equal(10, watts[0], 9);
        Assert.True(bins.TryClose(At(200), watts));
        Assert.Equal(10, watts[0], 9);
    }

    [Fact]
    public void NoEnergyIsLost()
    {
        var bins = new PowerBins(3, Bin);
        var random = new RandomStream(1, "bins");
        double spent = 0, seen = 0;
        for (int i = 0; i < 500; i++)
        {
            double joules = random.NextDouble();
            bins.Add((int)random.NextInteger(3), SimTime.FromPicoseconds(random.NextInteger(1_000_000_000)), Duration.FromPicoseconds(random.NextInteger(500_000_000)), Energy.FromJoules(joules));
            spent += joules;
        }
        var watts = new double[3];
        for (int i = 0; i < 20; i++)
        {
            Assert.True(bins.TryClose(At(100_000), watts));
            seen += watts.Sum() * Bin.Seconds;
        }

        Assert.Equal(spent, seen, 9);
    }

    [Fact]
    public void ClosedBinsStayClosedAndLongBinsAreRefused()
    {
        var bins = new PowerBins(1, Bin);
        bins.TryClose(At(100), new double[1]);

        Assert.Throws<ArgumentOutOfRangeException>(() => bins.Add(0, At(99), Bin, Energy.FromJoules(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PowerBins(1, Duration.FromNanoseconds(200_001)));
    }

    private static SimTime At(long microseconds) => SimTime.FromPicoseconds(microseconds * 1_000_000);
}
