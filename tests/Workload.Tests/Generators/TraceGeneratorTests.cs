using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Generators;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Tests.Generators;

public sealed class TraceGeneratorTests
{
    private static readonly IndependentLengths Lengths = new(new LogNormalLength(1000, 4000), new LogNormalLength(120, 420));

    /// <summary>Tolerances are four standard errors of 20,000 draws, wider where the tail of the gaps is heavy.</summary>
    [Theory]
    [InlineData("constant", 0, 0.0001, 0.0001)]
    [InlineData("poisson", 1, 0.03, 0.03)]
    [InlineData("gamma:0.5", 0.5, 0.02, 0.03)]
    [InlineData("gamma:3", 3, 0.09, 0.2)]
    [InlineData("bursty:2s,8s", 7.22, 0.15, 0.15)]
    public void ArrivalsHaveTheirRateAndVariation(string law, double variation, double rateTolerance, double variationTolerance)
    {
        RequestTrace trace = new TraceGenerator(WorkloadText.ParseArrivals(law, 4), Lengths).Make("t", 20_000, seed: 3);

        TraceStatistics statistics = TraceStatistics.Of(trace);
        Assert.Equal(4, statistics.MeanRate!.Value, 4 * rateTolerance);
        Assert.Equal(variation, statistics.GapVariation!.Value, Math.Max(variation, 1) * variationTolerance);
    }

    [Fact]
    public void PercentileLengthsHaveTheMeanAndPercentilesTheyAreGiven()
    {
        var law = new PercentileLength(1195.1, 2, 1015, 4074, 4121.2, 14050);
        var random = new RandomStream(5, "lengths");

        LengthStatistics drawn = LengthStatistics.Of(Enumerable.Range(0, 50_000).Select(_ => law.Draw(random)));

        Assert.Equal(1195.1, drawn.Mean, 1195.1 * 0.025);
        Assert.Equal(1015, drawn.P50, 1015 * 0.05);
        Assert.Equal(4074, drawn.P90, 4074 * 0.01);
        Assert.Equal(4121, drawn.P99, 4121 * 0.01);
    }

    [Fact]
    public void LogNormalLengthsHaveTheirMedianAndTail()
    {
        var random = new RandomStream(5, "lengths");
        var law = new LogNormalLength(1000, 4000);

        LengthStatistics drawn = LengthStatistics.Of(Enumerable.Range(0, 50_000).Select(_ => law.Draw(random)));

        Assert.Equal(1000, drawn.P50, 40.0);
        Assert.Equal(4000, drawn.P90, 160.0);
    }

    [Fact]
    public void TheSameSeedMakesTheSameTraceAndAnotherSeedAnother()
    {
        var generator = new TraceGenerator(new GammaArrivals(4, 2), Lengths) { Prefixes = new PrefixReuse(16, 64, 0.5) };

        RequestTrace first = generator.Make("t", 200, 1), again = generator.Make("t", 200, 1), other = generator.Make("t", 200, 2);

        Assert.Equal(first.Requests.Select(r => (r.Arrival, r.InputTokens)), again.Requests.Select(r => (r.Arrival, r.InputTokens)));
        Assert.All(first.Requests.Zip(again.Requests), p => Assert.Equal(p.First.BlockHashes, p.Second.BlockHashes));
        Assert.NotEqual(first.Requests.Select(r => r.Arrival), other.Requests.Select(r => r.Arrival));
    }

    [Fact]
    public void ChangingTheLengthsLeavesTheArrivals()
    {
        RequestTrace left = new TraceGenerator(new GammaArrivals(4), Lengths).Make("t", 100, 1);
        RequestTrace right = new TraceGenerator(new GammaArrivals(4), new IndependentLengths(new FixedLength(9), new FixedLength(2))).Make("t", 100, 1);

        Assert.Equal(left.Requests.Select(r => r.Arrival), right.Requests.Select(r => r.Arrival));
    }

    [Fact]
    public void RecordedLengthsComeFromTheTraceAsPairs()
    {
        RequestTrace source = new TraceGenerator(new ConstantArrivals(1), Lengths).Make("source", 50, 1);
        var pairs = source.Requests.Select(r => (r.InputTokens, r.OutputTokens)).ToHashSet();

        RequestTrace made = new TraceGenerator(new GammaArrivals(1), new RecordedLengths(source)).Make("t", 500, 2);

        Assert.All(made.Requests, r => Assert.Contains((r.InputTokens, r.OutputTokens), pairs));
    }

    [Fact]
    public void PromptsShareOnlyWholeBlocksFromTheirBeginning()
    {
        RequestTrace trace = new TraceGenerator(new GammaArrivals(4), Lengths) { Prefixes = new PrefixReuse(16, 100, 0.7) }.Make("t", 500, 1);

        var prefixes = new Dictionary<long, string>();
        foreach (var request in trace.Requests)
        {
            Assert.Equal((request.InputTokens + 15) / 16, request.BlockHashes.Count);
            string chain = "";
            foreach (long hash in request.BlockHashes)
            {
                Assert.Equal(chain, prefixes.GetValueOrDefault(hash, chain));
                prefixes[hash] = chain;
                chain += "," + hash;
            }
        }
        Assert.InRange(TraceStatistics.Of(trace).Prefixes!.SeenShare, 0.2, 0.6);
    }

    [Theory]
    [InlineData("made.csv")]
    [InlineData("made.csv.gz")]
    [InlineData("made.jsonl")]
    [InlineData("made.jsonl.gz")]
    public void WrittenTracesAreReadBackToThePicosecond(string name)
    {
        RequestTrace trace = new TraceGenerator(new GammaArrivals(4), Lengths).Make("t", 300, 1);
        string folder = Directory.CreateTempSubdirectory("deepstack-writer").FullName;

        TraceWriter.Write(trace, Path.Combine(folder, name));
        RequestTrace read = TraceReader.Read(Path.Combine(folder, name), new TraceReadOptions());

        Assert.Equal(trace.Requests.Select(r => (r.Arrival, r.InputTokens, r.OutputTokens)), read.Requests.Select(r => (r.Arrival, r.InputTokens, r.OutputTokens)));
        Assert.Equal([name], Directory.GetFiles(folder).Select(Path.GetFileName));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void NewArrivalsKeepTheRequests()
    {
        RequestTrace lengths = new("t", "lengths-csv", new TraceGenerator(new ConstantArrivals(1), Lengths).Make("t", 10, 1).Requests) { HasArrivals = false };

        RequestTrace timed = TraceGenerator.WithArrivals(lengths, new ConstantArrivals(2), 1);

        Assert.True(timed.HasArrivals);
        Assert.Equal(SimTime.Parse("4.5 s"), timed.Requests[9].Arrival);
        Assert.Equal(lengths.Requests.Select(r => r.InputTokens), timed.Requests.Select(r => r.InputTokens));
    }
}
