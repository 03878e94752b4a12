using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Units;

public sealed class QuantityTextTests
{
    [Theory]
    [InlineData("16 ns", 16_000, "16 ns")]
    [InlineData("16ns", 16_000, "16 ns")]
    [InlineData("  1.5   us ", 1_500_000, "1500 ns")]
    [InlineData("45.3 ns", 45_300, "45300 ps")]
    [InlineData("-3 ps", -3, "-3 ps")]
    [InlineData("1e3 ps", 1_000, "1 ns")]
    [InlineData("2 h", 7_200_000_000_000_000, "2 h")]
    [InlineData("90 s", 90_000_000_000_000, "90 s")]
    [InlineData("0 ns", 0, "0 ps")]
    public void DurationsReadAndWrite(string text, long picoseconds, string written)
    {
        Duration duration = Duration.Parse(text);

        Assert.Equal(picoseconds, duration.Picoseconds);
        Assert.Equal(written, duration.ToString());
        Assert.Equal(duration, Duration.Parse(written));
        Assert.Equal(written, SimTime.Parse(text).ToString());
    }

    [Theory]
    [InlineData("2 KiB", 2_048, "2 KiB")]
    [InlineData("2 kB", 2_000, "2 kB")]
    [InlineData("48 GB", 48_000_000_000, "48 GB")]
    [InlineData("1.5 GiB", 1_610_612_736, "1536 MiB")]
    [InlineData("7 B", 7, "7 B")]
    public void SizesKnowBinaryFromDecimal(string text, long bytes, string written)
    {
        Assert.Equal(bytes, Bytes.Parse(text).Count);
        Assert.Equal(written, Bytes.Parse(text).ToString());
    }

    [Theory]
    [InlineData("1.6 TB/s", 1.6e12, "1.6 TB/s")]
    [InlineData("400 Gb/s", 5e10, "50 GB/s")]
    [InlineData("0.5 B/s", 0.5, "0.5 B/s")]
    public void BandwidthsKnowBitsFromBytes(string text, double bytesPerSecond, string written)
    {
        Assert.Equal(bytesPerSecond, Bandwidth.Parse(text).BytesPerSecond);
        Assert.Equal(written, Bandwidth.Parse(text).ToString());
    }

    [Fact]
    public void ContinuousQuantitiesReadToTheNearestDouble()
    {
        Assert.Equal(0.66e-12, Energy.Parse("0.66 pJ").Joules);
        Assert.Equal(989.4e12, FlopRate.Parse("989.4 TFLOP/s").FlopsPerSecond);
        Assert.Equal(2e12, Flops.Parse("2 TFLOP").Count);
        Assert.Equal(700, Power.Parse("0.7 kW").Watts);
        Assert.Equal(814e-6, Area.Parse("814 mm2").SquareMetres);
        Assert.Equal("8.14 cm2", Area.Parse("814 mm2").ToString());
        Assert.Equal(85, Celsius.Parse("85 C").Degrees);
        Assert.Equal(358.15, Celsius.Parse("85 C").Kelvin);
    }

    [Fact]
    public void CountsHaveNoUnitOrASuffix()
    {
        Assert.Equal(2_048, Tokens.Parse("2048").Count);
        Assert.Equal(128_000, Tokens.Parse("128k").Count);
        Assert.Equal("128000", Tokens.Parse("128 k").ToString());
        Assert.Equal(12, Cycles.Parse("12").Count);
        Assert.Equal("12", Cycles.FromCount(12).ToString());
    }

    [Theory]
    [InlineData(5_374_953_465, "5.375 ms")]
    [InlineData(999, "999 ps")]
    [InlineData(-1_234_567, "-1.235 us")]
    [InlineData(2_402_000_000_000_000, "40.03 min")]
    [InlineData(0, "0 ps")]
    [InlineData(long.MinValue, "-2562 h")]
    public void TimesForPeopleHaveFourDigitsAndAFittingUnit(long picoseconds, string text)
    {
        Assert.Equal(text, Duration.FromPicoseconds(picoseconds).ToText());
        Assert.Equal(text, SimTime.FromPicoseconds(picoseconds).ToText());
    }

    [Fact]
    public void EveryWholeQuantityReadsBackAsWritten()
    {
        var random = new RandomStream(1, "whole");
        for (int i = 0; i < 20_000; i++)
        {
            long value = random.NextInteger(long.MaxValue) >> (int)random.NextInteger(63);
            if (i % 2 == 0) value = -value;
            Assert.Equal(value, Duration.Parse(Duration.FromPicoseconds(value).ToString()).Picoseconds);
            Assert.Equal(value, Bytes.Parse(Bytes.FromCount(value).ToString()).Count);
            Assert.Equal(value, Tokens.Parse(Tokens.FromCount(value).ToString()).Count);
        }
        Assert.Equal(SimTime.MaxValue, SimTime.Parse(SimTime.MaxValue.ToString()));
        Assert.Equal(long.MinValue, Duration.Parse(Duration.FromPicoseconds(long.MinValue).ToString()).Picoseconds);
    }

    [Fact]
    public void EveryContinuousQuantityReadsBackAsWritten()
    {
        var random = new RandomStream(2, "continuous");
        for (int i = 0; i < 20_000; i++)
        {
            double value = (1 + random.NextDouble()) * Math.ScaleB(1, (int)random.NextInteger(160) - 80) * (i % 2 == 0 ? 1 : -1);
            Assert.Equal(value, Bandwidth.Parse(Bandwidth.FromBytesPerSecond(value).ToString()).BytesPerSecond);
            Assert.Equal(value, Energy.Parse(Energy.FromJoules(value).ToString()).Joules);
            Assert.Equal(value, Flops.Parse(Flops.FromCount(value).ToString()).Count);
        }
    }

    [Theory]
    [InlineData("", "\"\" does not begin with a number")]
    [InlineData("ns", "\"ns\" does not begin with a number")]
    [InlineData("1.2.3 ns", "\"1.2.3 ns\" does not begin with a number that fits")]
    [InlineData("16", "\"16\" has no known unit of duration; expected one of h, min, s, ms, us, ns, ps")]
    [InlineData("16 NS", "\"16 NS\" has no known unit of duration; expected one of h, min, s, ms, us, ns, ps")]
    [InlineData("0.5 ps", "\"0.5 ps\" is not a whole number of ps, the finest duration here")]
    [InlineData("3000 h", "\"3000 h\" is out of range for a duration")]
    [InlineData("1e27 h", "\"1e27 h\" is out of range for a duration")]
    public void WrongDurationsSayWhy(string text, string message)
    {
        var e = Assert.Throws<FormatException>(() => Duration.Parse(text));

        Assert.Equal(message, e.Message);
        Assert.False(Duration.TryParse(text, null, out _));
    }

    [Theory]
    [InlineData("1e400 W", "\"1e400 W\" is out of range for a power")]
    [InlineData("1e99999999999 W", "\"1e99999999999 W\" does not begin with a number that fits")]
    [InlineData("12 V", "\"12 V\" has no known unit of power; expected one of MW, kW, W, mW, uW")]
    public void WrongPowersSayWhy(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Power.Parse(text)).Message);

    [Fact]
    public void AMissingTextIsNoQuantity()
    {
        Assert.False(Duration.TryParse(null, null, out _));
        Assert.False(Power.TryParse(null, null, out _));
        Assert.Equal("\"3 x\" has no known unit of cycle count; expected a bare number", Assert.Throws<FormatException>(() => Cycles.Parse("3 x")).Message);
    }
}
