using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A power, in watts.</summary>
public readonly record struct Power : IComparable<Power>, IParsable<Power>
{
    private static readonly UnitTable Table = new("power", ("MW", 1e6m), ("kW", 1e3m), ("W", 1m), ("mW", 1e-3m), ("uW", 1e-6m));

    private readonly double _value;

    private Power(double value) => _value = value;

    /// <summary>No power.</summary>
    public static Power Zero => default;

    /// <summary>Watts.</summary>
    public double Watts => _value;

    /// <summary>A power of the given watts.</summary>
    public static Power FromWatts(double watts) => new(watts);

    /// <summary>The energy that this power spends in a duration.</summary>
    public static Energy operator *(Power left, Duration right) => Energy.FromJoules(left._value * right.Seconds);

    /// <summary>The sum.</summary>
    public static Power operator +(Power left, Power right) => new(left._value + right._value);

    /// <summary>The difference.</summary>
    public static Power operator -(Power left, Power right) => new(left._value - right._value);

    /// <summary>The product.</summary>
    public static Power operator *(Power left, double factor) => new(left._value * factor);

    /// <summary>The product.</summary>
    public static Power operator *(double factor, Power right) => right * factor;

    /// <summary>The ratio of two quantities of the same kind.</summary>
    public static double operator /(Power left, Power right) => left._value / right._value;

    /// <summary>The quotient.</summary>
    public static Power operator /(Power left, double divisor) => new(left._value / divisor);

    /// <inheritdoc/>
    public int CompareTo(Power other) => _value.CompareTo(other._value);

    /// <summary>Writes the value with its unit; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Reads a number with its unit, such as "700 W".</summary>
    /// <exception cref="FormatException">The text is no power.</exception>
    public static Power Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParse(s, out double value, out string? error) ? new Power(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no power.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Power result)
    {
        bool ok = Table.TryParse(s ?? "", out double value, out _);
        result = new Power(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Power left, Power right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Power left, Power right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Power left, Power right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Power left, Power right) => left._value >= right._value;
}
