using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>An amount of arithmetic, in floating-point operations (a multiply-add counts two).</summary>
/// <remarks>A double, because a step of a large model exceeds 2^63 operations; every count below 2^53 is exact.</remarks>
public readonly record struct Flops : IComparable<Flops>, IParsable<Flops>
{
    private static readonly UnitTable Table = new("operation count", ("EFLOP", 1e18m), ("PFLOP", 1e15m), ("TFLOP", 1e12m), ("GFLOP", 1e9m), ("MFLOP", 1e6m), ("kFLOP", 1e3m), ("FLOP", 1m));

    private readonly double _value;

    private Flops(double value) => _value = value;

    /// <summary>No work.</summary>
    public static Flops Zero => default;

    /// <summary>The number of operations.</summary>
    public double Count => _value;

    /// <summary>The given number of operations.</summary>
    public static Flops FromCount(double count) => new(count);

    /// <summary>The time the work takes at a rate, exactly rounded up to a picosecond.</summary>
    /// <exception cref="DivideByZeroException">The rate is not positive.</exception>
    /// <exception cref="OverflowException">Longer than about 106 days.</exception>
    public static Duration operator /(Flops left, FlopRate right) => ExactTime.Of(left._value, right.FlopsPerSecond);

    /// <summary>The sum.</summary>
    public static Flops operator +(Flops left, Flops right) => new(left._value + right._value);

    /// <summary>The difference.</summary>
    public static Flops operator -(Flops left, Flops right) => new(left._value - right._value);

    /// <summary>The product.</summary>
    public static Flops operator *(Flops left, double factor) => new(left._value * factor);

    /// <summary>The product.</summary>
    public static Flops operator *(double factor, Flops right) => right * factor;

    /// <summary>The ratio of two quantities of the same kind.</summary>
    public static double operator /(Flops left, Flops right) => left._value / right._value;

    /// <summary>The quotient.</summary>
    public static Flops operator /(Flops left, double divisor) => new(left._value / divisor);

    /// <inheritdoc/>
    public int CompareTo(Flops other) => _value.CompareTo(other._value);

    /// <summary>Writes the value with its unit; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Reads a number with its unit, such as "2 TFLOP".</summary>
    /// <exception cref="FormatException">The text is no operation count.</exception>
    public static Flops Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParse(s, out double value, out string? error) ? new Flops(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no operation count.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Flops result)
    {
        bool ok = Table.TryParse(s ?? "", out double value, out _);
        result = new Flops(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Flops left, Flops right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Flops left, Flops right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Flops left, Flops right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Flops left, Flops right) => left._value >= right._value;
}
