using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A rate of arithmetic, in floating-point operations a second.</summary>
public readonly record struct FlopRate : IComparable<FlopRate>, IParsable<FlopRate>
{
    private static readonly UnitTable Table = new("arithmetic rate", ("EFLOP/s", 1e18m), ("PFLOP/s", 1e15m), ("TFLOP/s", 1e12m), ("GFLOP/s", 1e9m), ("MFLOP/s", 1e6m), ("FLOP/s", 1m));

    private readonly double _value;

    private FlopRate(double value) => _value = value;

    /// <summary>Operations a second.</summary>
    public double FlopsPerSecond => _value;

    /// <summary>A rate of the given operations a second.</summary>
    public static FlopRate FromFlopsPerSecond(double flopsPerSecond) => new(flopsPerSecond);

    /// <summary>The sum.</summary>
    public static FlopRate operator +(FlopRate left, FlopRate right) => new(left._value + right._value);

    /// <summary>The difference.</summary>
    public static FlopRate operator -(FlopRate left, FlopRate right) => new(left._value - right._value);

    /// <summary>The product.</summary>
    public static FlopRate operator *(FlopRate left, double factor) => new(left._value * factor);

    /// <summary>The product.</summary>
    public static FlopRate operator *(double factor, FlopRate right) => right * factor;

    /// <summary>The ratio of two quantities of the same kind.</summary>
    public static double operator /(FlopRate left, FlopRate right) => left._value / right._value;

    /// <summary>The quotient.</summary>
    public static FlopRate operator /(FlopRate left, double divisor) => new(left._value / divisor);

    /// <inheritdoc/>
    public int CompareTo(FlopRate other) => _value.CompareTo(other._value);

    /// <summary>Writes the value with its unit; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Reads a number with its unit, such as "989.4 TFLOP/s".</summary>
    /// <exception cref="FormatException">The text is no arithmetic rate.</exception>
    public static FlopRate Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParse(s, out double value, out string? error) ? new FlopRate(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no arithmetic rate.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out FlopRate result)
    {
        bool ok = Table.TryParse(s ?? "", out double value, out _);
        result = new FlopRate(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(FlopRate left, FlopRate right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(FlopRate left, FlopRate right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(FlopRate left, FlopRate right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(FlopRate left, FlopRate right) => left._value >= right._value;
}
