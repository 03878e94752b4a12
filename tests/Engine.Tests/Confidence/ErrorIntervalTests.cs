using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Engine.Confidence;

namespace DeepStack.Sim.Engine.Tests.Confidence;

public sealed class ErrorIntervalTests
{
    [Fact]
    public void TheNextValueIsHeldByNinetyFiveOfAHundredIntervals() => Assert.InRange(ShareHeld(6, ErrorInterval.OfNext), 0.94, 0.96);

    [Fact]
    public void MostValuesAreHeldMoreOftenSinceTheSampleMayBeUnlucky() => Assert.InRange(ShareHeld(16, ErrorInterval.OfMost), 0.975, 0.995);

    [Fact]
    public void AllValuesOfTheSampleAreHeld()
    {
        double[] values = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

        Assert.True(ErrorInterval.OfMost(values).High >= 1);
    }

    [Fact]
    public void OneValueSaysNothingOfTheNext()
    {
        Assert.Equal(double.PositiveInfinity, ErrorInterval.OfNext([0.1]).High);
        Assert.Equal(double.NegativeInfinity, ErrorInterval.OfMost([0.1]).Low);
    }

    /// <summary>How often an interval of n draws holds one more; sums of twelve even draws are nearly normal.</summary>
    /// <summary>The factors of published tables (95 % of values, confidence 95 %), which Howe's formula exceeds a little.</summary>
    [Theory]
    [InlineData(2, 37.674)]
    [InlineData(3, 9.916)]
    [InlineData(4, 6.370)]
    [InlineData(6, 4.414)]
    [InlineData(7, 4.007)]
    [InlineData(8, 3.732)]
    [InlineData(10, 3.379)]
    [InlineData(30, 2.549)]
    public void SmallSamplesAreWidenedByTheFactorsOfPublishedTables(int n, double factor)
    {
        double[] values = [.. Enumerable.Range(0, n).Select(i => (double)i)];
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (n - 1));

        Assert.InRange((ErrorInterval.OfMost(values).High - mean) / deviation / factor, 0.995, 1.02);
    }

    private static double ShareHeld(int n, Func<IReadOnlyList<double>, ErrorInterval> intervalOf)
    {
        var random = new RandomStream(1, "intervals");
        int held = 0;
        const int Trials = 20_000;
        for (int i = 0; i < Trials; i++)
        {
            ErrorInterval interval = intervalOf([.. Enumerable.Range(0, n).Select(_ => Draw())]);
            double next = Draw();
            if (next >= interval.Low && next <= interval.High) held++;
        }
        return held / (double)Trials;

        double Draw() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble());
    }
}
