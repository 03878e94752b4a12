namespace DeepStack.Sim.Physics.Laws;

/// <summary>Elementary functions from additions, multiplications and divisions alone, hence the same on every machine to the last bit.</summary>
/// <remarks>Temperatures decide refresh rates and clocks, which decide event times; the run-time library's own functions may differ by platform.</remarks>
public static class PortableMath
{
    /// <summary>The natural logarithm of two.</summary>
    public const double LogOfTwo = 0.69314718055994531;

    private const int Terms = 14;

    /// <summary>e to the x, to about 2e-16 relative; zero below -700, infinite above 700.</summary>
    public static double Exp(double x)
    {
        if (x < -700) return 0;
        if (x > 700) return double.PositiveInfinity;
        int power = (int)Math.Floor(x / LogOfTwo + 0.5);
        double rest = x - power * LogOfTwo, sum = 1;
        for (int n = Terms; n > 0; n--) sum = 1 + sum * rest / n;
        return Math.ScaleB(sum, power);
    }

    /// <summary>The cube root of a number that is not negative.</summary>
    public static double CubeRoot(double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        if (x == 0) return 0;
        int exponent = Math.ILogB(x) / 3;
        double scaled = Math.ScaleB(x, -3 * exponent), root = 1 + (scaled - 1) / 3;
        for (int i = 0; i < 12; i++) root -= (root - scaled / (root * root)) / 3;
        return Math.ScaleB(root, exponent);
    }
}
