namespace DeepStack.Sim.Physics.Laws;

/// <summary>Elementary functions from additions, multiplications and divisions alone, hence the same on every machine to the last bit.</summary>
/// <remarks>Temperatures decide refresh rates and clocks, which decide event times; the run-time library's own functions may differ by platform.</remarks>
public static class PortableMath
{
    /// <summary>The natural logarithm of two.</summary>
    public const double LogOfTwo = 0.69314718055994531;

    private const int Terms = 14;
    private const int MostRootSteps = 200;

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
    public static double CubeRoot(double x) => Root(x, 3);

    /// <summary>A root of a number that is not negative.</summary>
    /// <param name="x">The number.</param>
    /// <param name="degree">Which root, from 1 to 16.</param>
    public static double Root(double x, int degree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degree, 16);
        if (x == 0) return 0;
        int exponent = Math.ILogB(x) / degree;
        double scaled = Math.ScaleB(x, -degree * exponent), root = 1 + (scaled - 1) / degree;
        for (int i = 0; i < MostRootSteps; i++)
        {
            double power = 1;
            for (int k = 1; k < degree; k++) power *= root;
            double next = root - (root - scaled / power) / degree;
            if (next == root) break;
            root = next;
        }
        return Math.ScaleB(root, exponent);
    }
}
