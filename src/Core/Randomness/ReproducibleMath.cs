namespace DeepStack.Sim.Core.Randomness;

/// <summary>Logarithm and exponential with the same bits on every machine, which <see cref="Math.Log(double)"/> does not promise.</summary>
/// <remarks>
/// Only additions, multiplications, divisions and bit operations are used, in a fixed order; each of them is exactly rounded by
/// IEEE 754. The relative error is below 1e-14.
/// </remarks>
public static class ReproducibleMath
{
    private const double Log2OfE = 1.4426950408889634;

    // The leading bits of ln 2, so that their product with an exponent is exact, and the rest.
    private const double NaturalLogOf2High = 0.6931471803691238;
    private const double NaturalLogOf2Low = 1.9082149292705877e-10;

    private const double SquareRootOf2 = 1.4142135623730951;
    private const double LargestExponent = 709.782712893384;
    private const double SmallestExponent = -745.1332191019412;
    private const int FractionBits = 52;
    private const int ExponentBias = 1023;
    private const int ExponentTerms = 14;
    private const int LogarithmTerms = 11;

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Not negative; zero gives negative infinity.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not a number.</exception>
    public static double Log(double x)
    {
        if (!(x >= 0)) throw new ArgumentOutOfRangeException(nameof(x), x, "Only a number of at least zero has a logarithm.");
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;
        int exponent = 0;
        if (!double.IsNormal(x))
        {
            x *= 1UL << FractionBits;
            exponent = -FractionBits;
        }
        // x = m * 2^exponent with m between 1/sqrt(2) and sqrt(2).
        ulong bits = BitConverter.DoubleToUInt64Bits(x);
        exponent += (int)(bits >> FractionBits) - ExponentBias;
        double m = BitConverter.UInt64BitsToDouble((bits & ((1UL << FractionBits) - 1)) | ((ulong)ExponentBias << FractionBits));
        if (m > SquareRootOf2)
        {
            m *= 0.5;
            exponent++;
        }
        // ln m = 2 (f + f^3/3 + f^5/5 + ...) with f = (m - 1) / (m + 1).
        double f = (m - 1) / (m + 1), square = f * f, series = 0;
        for (int term = LogarithmTerms; term >= 1; term--) series = series * square + 1.0 / (2 * term - 1);
        return exponent * NaturalLogOf2High + (2 * f * series + exponent * NaturalLogOf2Low);
    }

    /// <summary>e to the power of a number; zero or infinity where the result leaves the range of a double.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > LargestExponent) return double.PositiveInfinity;
        if (x < SmallestExponent) return 0;
        // e^x = 2^k * e^r with |r| at most ln(2) / 2; e^r by its power series.
        int k = (int)Math.Round(x * Log2OfE);
        double r = x - k * NaturalLogOf2High - k * NaturalLogOf2Low, series = 1;
        for (int term = ExponentTerms; term >= 1; term--) series = 1 + r * series / term;
        int half = k / 2;
        return series * PowerOf2(half) * PowerOf2(k - half);
    }

    /// <summary>A positive number to a power.</summary>
    /// <remarks>The relative error grows with the exponent of the result, to 1e-13 at the ends of the range of a double.</remarks>
    public static double Pow(double x, double y) => Exp(y * Log(x));

    private static double PowerOf2(int exponent) => BitConverter.UInt64BitsToDouble((ulong)(exponent + ExponentBias) << FractionBits);
}
