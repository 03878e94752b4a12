namespace DeepStack.Sim.Core.Units;

/// <summary>Divides an amount by a rate into picoseconds, rounded up, without an error of floating arithmetic.</summary>
internal static class ExactTime
{
    private const ulong PicosecondsPerSecond = 1_000_000_000_000;
    private const int FractionBits = 52;
    private const int ExponentBias = 1023 + FractionBits;

    /// <summary>The time a whole amount takes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="DivideByZeroException">The rate is not positive.</exception>
    /// <exception cref="OverflowException">Longer than about 106 days.</exception>
    public static Duration Of(long amount, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return Of((ulong)amount, 0, amount, rate);
    }

    /// <summary>The time an amount takes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="DivideByZeroException">The rate is not positive.</exception>
    /// <exception cref="OverflowException">Longer than about 106 days.</exception>
    public static Duration Of(double amount, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        (ulong significand, int exponent) = Decompose(amount);
        return Of(significand, exponent, amount, rate);
    }

    private static Duration Of(ulong significand, int exponent, double amount, double rate)
    {
        if (!(rate > 0)) throw new DivideByZeroException("Work at a rate of zero never ends.");
        (ulong divisor, int divisorExponent) = Decompose(rate);
        int shift = exponent - divisorExponent;
        UInt128 numerator = (UInt128)significand * PicosecondsPerSecond, denominator = divisor;
        // A shift that does not fit in 128 bits means an answer far below a picosecond, far beyond 106 days, or an amount and rate of no real machine.
        if (shift > (int)UInt128.LeadingZeroCount(numerator) || -shift > (int)UInt128.LeadingZeroCount(denominator))
            return Duration.FromPicoseconds(checked((long)Math.Ceiling(amount / rate * 1e12)));
        if (shift >= 0) numerator <<= shift;
        else denominator <<= -shift;
        (UInt128 quotient, UInt128 rest) = UInt128.DivRem(numerator, denominator);
        return Duration.FromPicoseconds(checked((long)(rest == 0 ? quotient : quotient + 1)));
    }

    /// <summary>Writes a positive number as significand * 2^exponent, with an odd significand unless the number is zero.</summary>
    private static (ulong Significand, int Exponent) Decompose(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        ulong fraction = bits & ((1UL << FractionBits) - 1);
        int biased = (int)(bits >> FractionBits);
        if (biased == 0) return (fraction, 1 - ExponentBias);
        ulong significand = fraction | (1UL << FractionBits);
        int trailing = System.Numerics.BitOperations.TrailingZeroCount(significand);
        return (significand >> trailing, biased - ExponentBias + trailing);
    }
}
