using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Core.Tests.Randomness;

public sealed class ReproducibleMathTests
{
    // Math.Log and Math.Exp are themselves good to about 1e-16, so this measures ours.
    private const double RelativeError = 1e-14;

    [Fact]
    public void LogarithmAgreesWithTheFramework()
    {
        var random = new RandomStream(1, "log");
        for (int i = 0; i < 200_000; i++)
        {
            double x = (1 + random.NextDouble()) * Math.ScaleB(1, (int)random.NextInteger(2040) - 1020);
            AssertClose(Math.Log(x), ReproducibleMath.Log(x));
            double nearOne = 1 + (random.NextDouble() - 0.5) * Math.ScaleB(1, -(int)random.NextInteger(50));
            AssertClose(Math.Log(nearOne), ReproducibleMath.Log(nearOne));
        }
    }

    [Fact]
    public void ExponentialAgreesWithTheFramework()
    {
        var random = new RandomStream(2, "exp");
        for (int i = 0; i < 200_000; i++)
        {
            double x = random.NextDouble() * 1416 - 708;
            AssertClose(Math.Exp(x), ReproducibleMath.Exp(x));
            double small = (random.NextDouble() - 0.5) * Math.ScaleB(1, -(int)random.NextInteger(50));
            AssertClose(Math.Exp(small), ReproducibleMath.Exp(small));
        }
    }

    [Fact]
    public void EdgesAreThoseOfTheReals()
    {
        Assert.Equal(0, ReproducibleMath.Log(1));
        Assert.Equal(1, ReproducibleMath.Exp(0));
        Assert.Equal(double.NegativeInfinity, ReproducibleMath.Log(0));
        Assert.Equal(double.PositiveInfinity, ReproducibleMath.Log(double.PositiveInfinity));
        Assert.Equal(Math.Log(double.Epsilon), ReproducibleMath.Log(double.Epsilon), 1e-12);
        Assert.Equal(double.PositiveInfinity, ReproducibleMath.Exp(710));
        Assert.Equal(0, ReproducibleMath.Exp(-746));
        Assert.True(ReproducibleMath.Exp(-745) > 0);
        Assert.True(double.IsFinite(ReproducibleMath.Exp(709.78)));
        Assert.True(double.IsNaN(ReproducibleMath.Exp(double.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReproducibleMath.Log(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReproducibleMath.Log(double.NaN));
    }

    [Fact]
    public void TheBitsAreThoseOfEveryOtherMachine()
    {
        var random = new RandomStream(3, "golden");
        ulong hash = 14695981039346656037;
        for (int i = 0; i < 10_000; i++)
        {
            double x = random.NextDouble() * 100;
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(ReproducibleMath.Log(x))) * 1099511628211;
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(ReproducibleMath.Exp(x - 50))) * 1099511628211;
        }

        Assert.Equal(10_809_383_147_286_106_849UL, hash);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= RelativeError * Math.Abs(expected), $"expected {expected:R}, got {actual:R}");
}
