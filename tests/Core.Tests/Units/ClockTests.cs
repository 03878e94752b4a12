using System.Numerics;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Units;

public sealed class ClockTests
{
    private static readonly BigInteger PicosecondsPerSecond = BigInteger.Pow(10, 12);

    [Theory]
    [InlineData("3.2 GHz")]
    [InlineData("1.965 GHz")]
    [InlineData("1.83 GHz")]
    [InlineData("500 MHz")]
    [InlineData("1 GHz")]
    [InlineData("999999999989 Hz")]
    [InlineData("1 Hz")]
    public void EdgesAreExactFromTheFirstToTheLast(string frequency)
    {
        Clock clock = Clock.Parse(frequency);
        var random = new RandomStream(1, frequency);
        BigInteger lastEdge = new BigInteger(long.MaxValue - 1) * clock.Hertz / PicosecondsPerSecond;

        foreach (BigInteger index in IndexesUpTo(lastEdge, random))
        {
            BigInteger expected = CeilingOf(index * PicosecondsPerSecond, clock.Hertz);
            var cycles = Cycles.FromCount((long)index);
            Assert.Equal(expected, clock.Edge(cycles).Picoseconds);
            Assert.Equal(expected, clock.DurationOf(cycles).Picoseconds);
            Assert.Equal(cycles, clock.FirstEdgeAtOrAfter(clock.Edge(cycles)));
            if (clock.Hertz < 1_000_000_000_000) Assert.Equal(cycles + Cycles.FromCount(1), clock.FirstEdgeAtOrAfter(clock.Edge(cycles) + Duration.FromPicoseconds(1)));
        }
    }

    [Fact]
    public void AHalfPicosecondNeverDrifts()
    {
        Clock clock = Clock.Parse("3.2 GHz");

        Assert.Equal([0, 313, 625, 938, 1_250], Enumerable.Range(0, 5).Select(i => clock.Edge(Cycles.FromCount(i)).Picoseconds));
        Assert.Equal(1_000_000_000_000, clock.Edge(Cycles.FromCount(3_200_000_000)).Picoseconds);
    }

    [Theory]
    [InlineData("3.2 GHz")]
    [InlineData("1.965 GHz")]
    public void TheFirstEdgeAtOrAfterAnInstantIsTheEarliest(string frequency)
    {
        Clock clock = Clock.Parse(frequency);
        var random = new RandomStream(2, frequency);
        for (int i = 0; i < 10_000; i++)
        {
            var time = SimTime.FromPicoseconds(random.NextInteger(1L << (int)(1 + random.NextInteger(61))));

            Cycles first = clock.FirstEdgeAtOrAfter(time);

            Assert.True(clock.Edge(first) >= time);
            Assert.True(first == Cycles.Zero || clock.Edge(first - Cycles.FromCount(1)) < time);
        }
    }

    [Fact]
    public void CyclesCoverADurationWithoutASpareOne()
    {
        Clock clock = Clock.Parse("3.2 GHz");

        Assert.Equal(0, clock.CyclesCovering(Duration.Zero).Count);
        Assert.Equal(1, clock.CyclesCovering(Duration.FromPicoseconds(312)).Count);
        Assert.Equal(2, clock.CyclesCovering(Duration.FromPicoseconds(313)).Count);
        Assert.Equal(2, clock.CyclesCovering(Duration.FromPicoseconds(625)).Count);
        Assert.Equal(3, clock.CyclesCovering(Duration.FromPicoseconds(626)).Count);
    }

    [Fact]
    public void WhatNoClockCanSayIsRefused()
    {
        Clock clock = Clock.Parse("1 GHz");

        Assert.Throws<OverflowException>(() => clock.Edge(Cycles.FromCount(long.MaxValue)));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Edge(Cycles.FromCount(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.CyclesCovering(Duration.FromPicoseconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Clock.FromHertz(0));
        Assert.Throws<FormatException>(() => Clock.Parse("0 Hz"));
        Assert.False(Clock.TryParse("-1 GHz", null, out _));
        Assert.Equal("1965 MHz", Clock.Parse("1.965 GHz").ToString());
    }

    private static IEnumerable<BigInteger> IndexesUpTo(BigInteger last, RandomStream random)
    {
        for (int i = 0; i < 1_000; i++) yield return BigInteger.Min(i, last);
        for (int i = 0; i < 2_000; i++) yield return last * random.NextInteger(1L << 60) / (1L << 60) >> (int)random.NextInteger(40);
        yield return last;
    }

    private static BigInteger CeilingOf(BigInteger numerator, BigInteger denominator) => (numerator + denominator - 1) / denominator;
}
