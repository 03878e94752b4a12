namespace DeepStack.Sim.Physics.Laws;

/// <summary>Roots from additions, multiplications and divisions alone, hence the same on every machine to the last bit.</summary>
/// <remarks>Temperatures decide refresh rates and clocks, which decide event times; the run-time library's own functions may differ by platform.</remarks>
public static class Roots
{
    private const int MostRootSteps = 200;

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
