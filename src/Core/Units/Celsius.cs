using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A temperature, in degrees Celsius; a difference of two is a plain number of kelvin.</summary>
public readonly record struct Celsius : IComparable<Celsius>, IParsable<Celsius>
{
    private static readonly UnitTable Table = new("temperature", ("C", 1m));

    private readonly double _value;

    private Celsius(double value) => _value = value;

    /// <summary>Degrees Celsius.</summary>
    public double Degrees => _value;

    /// <summary>The same temperature in kelvin.</summary>
    public double Kelvin => _value + 273.15;

    /// <summary>A temperature of the given degrees.</summary>
    public static Celsius FromDegrees(double degrees) => new(degrees);

    /// <summary>A temperature given in kelvin.</summary>
    public static Celsius FromKelvin(double kelvin) => new(kelvin - 273.15);

    /// <summary>The difference in kelvin.</summary>
    public static double operator -(Celsius left, Celsius right) => left._value - right._value;

    /// <inheritdoc/>
    public int CompareTo(Celsius other) => _value.CompareTo(other._value);

    /// <summary>Writes the value with its unit; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Reads a number with its unit, such as "85 C".</summary>
    /// <exception cref="FormatException">The text is no temperature.</exception>
    public static Celsius Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParse(s, out double value, out string? error) ? new Celsius(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no temperature.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Celsius result)
    {
        bool ok = Table.TryParse(s ?? "", out double value, out _);
        result = new Celsius(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Celsius left, Celsius right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Celsius left, Celsius right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Celsius left, Celsius right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Celsius left, Celsius right) => left._value >= right._value;
}
