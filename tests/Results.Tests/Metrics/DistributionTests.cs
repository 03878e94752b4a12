using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Tests.Recording;

namespace DeepStack.Sim.Results.Tests.Metrics;

public sealed class DistributionTests
{
    [Fact]
    public void PercentilesInterpolateBetweenNeighbouringRanks()
    {
        Distribution values = Of(10, 20, 30, 40);

        Assert.Equal(25, values.PercentilePicoseconds(50), 9);
        Assert.Equal(37, values.PercentilePicoseconds(90), 9);
        Assert.Equal(10, values.PercentilePicoseconds(0), 9);
        Assert.Equal(40, values.PercentilePicoseconds(100), 9);
        Assert.Equal(Math.Sqrt(125), values.DeviationPicoseconds, 9);
    }

    [Fact]
    public void ValuesAddedTogetherCountAsManyTimes()
    {
        var random = new RandomStream(3, "values");
        Distribution together = new(), apart = new();

        for (int i = 0; i < 500; i++)
        {
            var value = Duration.FromPicoseconds(random.NextInteger(1000));
            long count = random.NextInteger(4);
            together.Add(value, count);
            for (long k = 0; k < count; k++) apart.Add(value);
        }

        Assert.Equal(apart.Count, together.Count);
        Assert.Equal(apart.MeanPicoseconds, together.MeanPicoseconds);
        foreach (double percent in (double[])[0, 1, 25, 50, 90, 99, 99.9, 100])
            Assert.Equal(apart.PercentilePicoseconds(percent), together.PercentilePicoseconds(percent));
        Assert.Equal(apart.CountUpTo(Duration.FromPicoseconds(400)), together.CountUpTo(Duration.FromPicoseconds(400)));
    }

    [Fact]
    public void EmptyDistributionIsZero()
    {
        Assert.Equal(0, new Distribution().PercentilePicoseconds(50));
        Assert.Equal(0, new Distribution().MeanPicoseconds);
        Assert.Equal(0, new Distribution().CountUpTo(Duration.Zero));
    }

    [Fact]
    public void TokenGapsAreThoseCountedTokenByToken()
    {
        RecordedRun run = SyntheticRun.Record(requests: 60);
        var ends = run.Steps.ToDictionary(s => (s.Replica, s.Ordinal), s => s.End);
        var expected = new List<long>();
        foreach (RequestRecord request in run.Requests)
        {
            SimTime[] tokens = [.. request.Runs.SelectMany(r => Enumerable.Range(0, r.DeliveredTokens == 0 ? 0 : (int)r.Steps).Select(i => ends[(r.Replica, r.FirstStep + i)]))];
            expected.AddRange(tokens.Zip(tokens.Skip(1), (a, b) => (b - a).Picoseconds));
        }

        var metrics = new RunMetrics();
        run.PlayTo(metrics);

        Assert.Equal(expected.Count, metrics.Requests.Itl.Count);
        Assert.Equal(expected.Average(), metrics.Requests.Itl.MeanPicoseconds, 3);
        Assert.Equal(expected.Max(), metrics.Requests.Itl.Largest.Picoseconds);
        expected.Sort();
        Assert.Equal((expected[(expected.Count - 1) / 2] + expected[expected.Count / 2]) / 2.0, metrics.Requests.Itl.PercentilePicoseconds(50), 0.5);
    }

    [Fact]
    public void SharesOfOperatorsNeverExceedTheStep()
    {
        var metrics = new RunMetrics();

        SyntheticRun.Play(metrics, requests: 20);

        Assert.True(metrics.Operators.StepTimeOf(_ => true) <= metrics.Steps.Elapsed);
        Assert.InRange(metrics.Utilisation.DramBandwidth ?? -1, 0.0001, 1);
    }

    [Theory]
    [InlineData("ttft=2s,tpot=50ms", true)]
    [InlineData("ttft = 1 s", false)]
    [InlineData("", true)]
    public void ObjectiveHoldsWhenEveryLimitDoes(string text, bool holds) => Assert.Equal(
        holds, ServiceObjective.Parse(text).IsMetBy(Duration.Parse("1.5 s"), Duration.Parse("50 ms"), Duration.Parse("9 s")));

    [Theory]
    [InlineData("ttft")]
    [InlineData("ttft=fast")]
    [InlineData("ttft=-1s")]
    [InlineData("speed=1s")]
    [InlineData("ttft=1s,ttft=2s")]
    [InlineData("ttft=1s,,tpot=2s")]
    [InlineData(" ")]
    public void ObjectiveThatDoesNotParseIsRefused(string text) => Assert.Throws<FormatException>(() => ServiceObjective.Parse(text));

    private static Distribution Of(params long[] picoseconds)
    {
        var values = new Distribution();
        foreach (long value in picoseconds) values.Add(Duration.FromPicoseconds(value));
        return values;
    }
}
