using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Workload.Tests.Routing;

public sealed class ExpertLoadsTests
{
    [Theory]
    [InlineData("uniform")]
    [InlineData("balanced")]
    [InlineData("power-law:1.2")]
    [InlineData("correlated:0.5")]
    public void OneDeviceHasAllRowsOfAllTokens(string routing)
    {
        ExpertLoad load = LoadsOf(routing).FullestOf(experts: 64, perToken: 6, tokens: 256, devices: 1);

        Assert.InRange(load.TotalRows, 256 * 6 * 0.98, 256 * 6 * 1.02);
        Assert.Equal(load.Rows.OrderDescending(), load.Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(300)]
    public void IndependentTokensActivateAsManyExpertsAsProbabilitySays(int tokens)
    {
        ExpertLoad load = LoadsOf("uniform").FullestOf(experts: 128, perToken: 8, tokens, devices: 1);

        Assert.InRange(load.Activated, 128 * (1 - Math.Pow(1 - 8 / 128.0, tokens)) - 2, 128 * (1 - Math.Pow(1 - 8 / 128.0, tokens)) + 2);
    }

    [Fact]
    public void CorrelatedTokensActivateLikeFewerIndependentOnes()
    {
        ExpertLoad correlated = LoadsOf("correlated:0.5").FullestOf(128, 8, tokens: 64, devices: 1);
        ExpertLoad independent = LoadsOf("uniform").FullestOf(128, 8, tokens: 8, devices: 1);

        Assert.InRange(correlated.Activated, independent.Activated - 2, independent.Activated + 2);
        Assert.Equal(64 * 8, correlated.TotalRows, tolerance: 8.0);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("power-law:1.2")]
    public void DevicesTogetherHaveAllRowsAndTheFullestIsAmongThem(string routing)
    {
        ExpertLoad load = LoadsOf(routing).FullestOf(experts: 64, perToken: 6, tokens: 32, devices: 8);

        Assert.Equal(8, load.DeviceRows.Count);
        Assert.Equal(32 * 6, load.DeviceRows.Sum(), 1e-6);
        Assert.Equal(load.TotalRows, load.DeviceRows.Max(), tolerance: 5.0);
        Assert.Equal(load.DeviceRows, LoadsOf(routing).FullestOf(experts: 64, perToken: 6, tokens: 32, devices: 8).DeviceRows);
        Assert.Empty(LoadsOf("balanced").FullestOf(experts: 64, perToken: 6, tokens: 32, devices: 8).DeviceRows);
    }

    [Fact]
    public void TheFullestOfSeveralDevicesHasMoreThanItsShareUnlessRoutingIsBalanced()
    {
        ExpertLoad drawn = LoadsOf("uniform").FullestOf(64, 6, tokens: 32, devices: 8);
        ExpertLoad balanced = LoadsOf("balanced").FullestOf(64, 6, tokens: 32, devices: 8);

        Assert.True(drawn.TotalRows > 32 * 6 / 8);
        Assert.Equal(32 * 6 / 8, balanced.TotalRows);
    }

    [Fact]
    public void SteeperPopularityLoadsTheFirstExpertMore()
    {
        int flat = LoadsOf("power-law:0.5").FullestOf(64, 6, 512, 1).Rows[0], steep = LoadsOf("power-law:1.2").FullestOf(64, 6, 512, 1).Rows[0];

        Assert.True(steep > flat);
    }

    [Fact]
    public void TheSameSeedGivesTheSameLoadWhateverWasAskedBefore()
    {
        var asked = new ExpertLoads(ExpertRouting.Uniform, 7);
        asked.FullestOf(64, 6, 10, 8);

        Assert.Equal(new ExpertLoads(ExpertRouting.Uniform, 7).FullestOf(64, 6, 33, 8).Rows, asked.FullestOf(64, 6, 33, 8).Rows);
        Assert.NotEqual(new ExpertLoads(ExpertRouting.Uniform, 8).FullestOf(64, 6, 500, 8).DeviceRows, asked.FullestOf(64, 6, 500, 8).DeviceRows);
    }

    [Theory]
    [InlineData("uniform", 256, 8, 256, 2_900)]
    [InlineData("uniform", 128, 8, 8, 41)]
    [InlineData("power-law:1", 128, 8, 64, 90)]
    [InlineData("correlated:0.5", 64, 6, 8, 700)]
    public void BetweenDrawnNumbersOfTokensTheMeansLieWhereDrawsWouldPutThem(string routing, int experts, int perToken, int devices, int tokens)
    {
        const int seeds = 12;
        double fullest = 0, drawn = 0;
        for (ulong seed = 1; seed <= seeds; seed++)
        {
            var random = new RandomStream(seed, "yardstick");
            var draw = new ExpertDraw(ExpertRouting.Parse(routing), experts, perToken);
            fullest += new ExpertLoads(ExpertRouting.Parse(routing), seed).FullestOf(experts, perToken, tokens, devices).DeviceRows.Max() / seeds;
            for (int i = 0; i < 64; i++) drawn += (double)draw.Route(tokens, random).Chunk(experts / devices).Max(rows => rows.Sum()) / 64 / seeds;
        }

        Assert.Equal(1, fullest / drawn, tolerance: 0.01);
    }

    [Fact]
    public void ASweepOverTokensDrawsTwiceInAnOctave()
    {
        var curve = new ExpertLoadCurve(ExpertRouting.Uniform, seed: 1, experts: 256, perToken: 8, devices: 64);

        for (int tokens = 1; tokens <= 16; tokens++) curve.At(tokens);
        Assert.Equal(16, curve.Drawn);
        for (int tokens = 17; tokens <= 1024; tokens++) curve.At(tokens);
        Assert.Equal(16 + 2 * 6, curve.Drawn);
    }

    [Fact]
    public void MoreTokensGiveEveryDeviceMoreRows()
    {
        ExpertLoads loads = LoadsOf("uniform");

        for (int tokens = 33; tokens < 200; tokens++)
        {
            ExpertLoad less = loads.FullestOf(64, 6, tokens - 1, 8), more = loads.FullestOf(64, 6, tokens, 8);
            Assert.All(more.DeviceRows.Zip(less.DeviceRows), pair => Assert.True(pair.First > pair.Second));
            Assert.Equal(tokens * 6, more.DeviceRows.Sum(), 1e-6);
        }
    }

    [Fact]
    public void RecordedCountsArePopularities()
    {
        string file = FileOf("expert,tokens\n0,1\n1,1\n2,0\n3,98\n");

        ExpertLoad load = LoadsOf($"file:{file}").FullestOf(4, 1, 10_000, 1);

        Assert.Equal(3, load.Activated);
        Assert.InRange(load.Rows[0], 9_600, 9_900);
    }

    [Theory]
    [InlineData("zipf", "is not known")]
    [InlineData("power-law", "is not known")]
    [InlineData("power-law:3", "exponent from 0 to 2")]
    [InlineData("correlated:1.5", "exponent from 0 to 1")]
    [InlineData("file:nowhere.csv", "does not exist")]
    public void WhatCannotBeReadIsRefused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<PresetException>(() => ExpertRouting.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("expert,share\n0,1\n", ":1: expected the columns")]
    [InlineData("expert,tokens\n0,x\n", ":2: \"0,x\" is not")]
    [InlineData("expert,tokens\n0,1\n0,2\n", ":3: expert 0 is there twice")]
    [InlineData("expert,tokens\n1,1\n", "every expert from 0 on")]
    public void ADamagedRecordIsRefusedWithItsLine(string content, string message) =>
        Assert.Contains(message, Assert.Throws<PresetException>(() => ExpertRouting.Parse($"file:{FileOf(content)}")).Message, StringComparison.Ordinal);

    [Fact]
    public void ARecordOfAnotherModelIsRefused() =>
        Assert.Contains("records 2 experts; the model has 64", Assert.Throws<PresetException>(() => LoadsOf($"file:{FileOf("expert,tokens\n0,1\n1,1\n")}").FullestOf(64, 1, 1, 1)).Message, StringComparison.Ordinal);

    private static ExpertLoads LoadsOf(string routing) => new(ExpertRouting.Parse(routing), seed: 1);

    private static string FileOf(string content)
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, content);
        return file;
    }
}
