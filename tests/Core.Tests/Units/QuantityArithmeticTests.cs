using System.Numerics;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Units;

public sealed class QuantityArithmeticTests
{
    [Theory]
    [InlineData(1, 1e12, 1)]
    [InlineData(1, 3e12, 1)]
    [InlineData(3, 2e12, 2)]
    [InlineData(0, 1e12, 0)]
    [InlineData(64, 1.6e12, 40)]
    [InlineData(long.MaxValue, 1e18, 9_223_372_036_855)]
    public void TransfersRoundUp(long bytes, double rate, long picoseconds) =>
        Assert.Equal(picoseconds, (Bytes.FromCount(bytes) / Bandwidth.FromBytesPerSecond(rate)).Picoseconds);

    [Fact]
    public void TransfersAtAnyRateAreExact()
    {
        var random = new RandomStream(1, "transfers");
        for (int i = 0; i < 20_000; i++)
        {
            long bytes = random.NextInteger(1L << (int)(1 + random.NextInteger(45)));
            double rate = (1 + random.NextDouble()) * Math.ScaleB(1, 25 + (int)random.NextInteger(25));

            BigInteger expected = CeilingOfPicoseconds(bytes, rate);

            Assert.Equal(expected, (Bytes.FromCount(bytes) / Bandwidth.FromBytesPerSecond(rate)).Picoseconds);
            Assert.Equal(expected, (Flops.FromCount(bytes) / FlopRate.FromFlopsPerSecond(rate)).Picoseconds);
        }
    }

    [Fact]
    public void WorkBeyondWholeNumbersIsExactToo()
    {
        Assert.Equal(1_000_000_000_000, (Flops.FromCount(1e21) / FlopRate.FromFlopsPerSecond(1e21)).Picoseconds);
        Assert.Equal(1, (Flops.FromCount(0.5) / FlopRate.FromFlopsPerSecond(1e15)).Picoseconds);
        Assert.Equal(500_000_000_000, (Flops.FromCount(0.5) / FlopRate.FromFlopsPerSecond(1)).Picoseconds);
    }

    [Fact]
    public void WorkThatNeverEndsIsRefused()
    {
        Assert.Throws<DivideByZeroException>(() => Bytes.FromCount(1) / default(Bandwidth));
        Assert.Throws<DivideByZeroException>(() => Flops.FromCount(1) / default(FlopRate));
        Assert.Throws<OverflowException>(() => Bytes.FromCount(1L << 40) / Bandwidth.FromBytesPerSecond(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes.FromCount(-1) / Bandwidth.FromBytesPerSecond(1));
    }

    [Fact]
    public void WholeQuantitiesNeverWrapAround()
    {
        Assert.Throws<OverflowException>(() => SimTime.MaxValue + Duration.FromPicoseconds(1));
        Assert.Throws<OverflowException>(() => Duration.MaxValue * 2);
        Assert.Throws<OverflowException>(() => -Duration.FromPicoseconds(long.MinValue));
        Assert.Throws<OverflowException>(() => Duration.FromNanoseconds(long.MaxValue));
        Assert.Throws<OverflowException>(() => Duration.FromSeconds(1e9));
        Assert.Throws<OverflowException>(() => Bytes.FromCount(long.MaxValue) + Bytes.FromCount(1));
        Assert.Throws<OverflowException>(() => Tokens.FromCount(long.MaxValue) * 2);
        Assert.Throws<OverflowException>(() => Cycles.FromCount(long.MinValue) - Cycles.FromCount(1));
    }

    [Fact]
    public void InstantsAndDurationsMeet()
    {
        var start = SimTime.FromPicoseconds(100);
        var length = Duration.FromPicoseconds(40);

        Assert.Equal(SimTime.FromPicoseconds(140), start + length);
        Assert.Equal(SimTime.FromPicoseconds(60), start - length);
        Assert.Equal(length, start + length - start);
        Assert.Equal(2.5, start - SimTime.Zero is var whole ? whole / length : 0);
        Assert.Equal(Duration.FromPicoseconds(13), length / 3);
        Assert.Equal(start, SimTime.Min(start, start + length));
        Assert.Equal(length, Duration.Max(length, Duration.Zero));
        Assert.Equal(1_500, Duration.FromSeconds(1.5e-9).Picoseconds);
    }

    [Fact]
    public void PiecesAndBitsRoundUp()
    {
        Assert.Equal(3, Bytes.FromCount(129).DividedIntoPiecesOf(Bytes.FromCount(64)));
        Assert.Equal(2, Bytes.FromCount(128).DividedIntoPiecesOf(Bytes.FromCount(64)));
        Assert.Equal(2, Bytes.FromBits(9).Count);
    }

    [Fact]
    public void PowerIsEnergyOverTime()
    {
        Energy energy = Power.FromWatts(700) * Duration.FromSeconds(2);

        Assert.Equal(1_400, energy.Joules);
        Assert.Equal(700, (energy / Duration.FromSeconds(2)).Watts);
    }

    private static BigInteger CeilingOfPicoseconds(long amount, double rate)
    {
        // The rate as a fraction with a denominator of 2^60, which holds every double above 256 exactly.
        BigInteger scaledRate = new BigInteger(Math.ScaleB(rate, 60));
        BigInteger numerator = new BigInteger(amount) * BigInteger.Pow(10, 12) * BigInteger.Pow(2, 60);
        return (numerator + scaledRate - 1) / scaledRate;
    }
}
