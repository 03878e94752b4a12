using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Core.Tests.Randomness;

public sealed class DistributionTests
{
    private const int Draws = 200_000;

    private readonly RandomStream _random = new(11, "distributions");

    [Fact]
    public void ExponentialHasItsMeanAndDeviation() => AssertMoments(() => _random.NextExponential(3), 3, 3);

    [Fact]
    public void NormalHasItsMeanAndDeviation() => AssertMoments(() => _random.NextNormal(-2, 5), -2, 5);

    [Fact]
    public void PlacedNormalsHaveTheirMeanAndDeviationInWhateverOrder()
    {
        ulong place = 0;
        AssertMoments(() => PlacedRandom.Normal(3, place++), 0, 1);

        Assert.Equal(PlacedRandom.Normal(3, 77), PlacedRandom.Normal(3, 77));
        Assert.NotEqual(PlacedRandom.Normal(3, 77), PlacedRandom.Normal(4, 77));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(7.5)]
    public void GammaHasItsMeanAndDeviation(double shape) => AssertMoments(() => _random.NextGamma(shape, 2), shape * 2, Math.Sqrt(shape) * 2);

    [Fact]
    public void LogNormalHasItsMeanAndDeviation()
    {
        double mean = Math.Exp(1 + 0.5 * 0.25), deviation = mean * Math.Sqrt(Math.Exp(0.25) - 1);

        AssertMoments(() => _random.NextLogNormal(1, 0.5), mean, deviation);
    }

    [Fact]
    public void ExponentialHasItsShape()
    {
        double[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => _random.NextExponential(1)).Order()];

        // The largest gap between drawn and true distribution stays below the Kolmogorov bound for one in a million.
        double gap = drawn.Select((x, i) => Math.Abs((i + 0.5) / Draws - (1 - Math.Exp(-x)))).Max();
        Assert.True(gap < 2.7 / Math.Sqrt(Draws), $"gap {gap}");
    }

    [Fact]
    public void OutcomesAreAsLikelyAsTheirWeights()
    {
        double[] weights = [0, 1, 0, 5, 2, 0];
        var choice = new WeightedChoice(weights);
        int[] counts = new int[weights.Length];

        for (int i = 0; i < Draws; i++) counts[choice.Draw(_random)]++;

        for (int i = 0; i < weights.Length; i++)
        {
            double p = weights[i] / 8, allowed = 6 * Math.Sqrt(Draws * p * (1 - p));
            Assert.InRange(counts[i], Draws * p - allowed, Draws * p + allowed);
        }
    }

    [Fact]
    public void WrongParametersAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new WeightedChoice([]));
        Assert.Throws<ArgumentException>(() => new WeightedChoice([0, 0]));
        Assert.Throws<ArgumentException>(() => new WeightedChoice([1, -1]));
        Assert.Throws<ArgumentException>(() => new WeightedChoice([1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _random.NextExponential(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _random.NextNormal(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _random.NextGamma(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _random.NextGamma(1, -1));
    }

    /// <summary>Both moments within six standard errors; that of the deviation is taken from the fourth moment of what was drawn.</summary>
    private static void AssertMoments(Func<double> draw, double mean, double deviation)
    {
        double[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => draw())];
        double variance = drawn.Average(x => (x - mean) * (x - mean));
        double fourth = drawn.Average(x => Math.Pow(x - mean, 4));

        double ofMean = 6 * deviation / Math.Sqrt(Draws), ofVariance = 6 * Math.Sqrt((fourth - variance * variance) / Draws);
        Assert.InRange(drawn.Average(), mean - ofMean, mean + ofMean);
        Assert.InRange(variance, deviation * deviation - ofVariance, deviation * deviation + ofVariance);
    }
}
