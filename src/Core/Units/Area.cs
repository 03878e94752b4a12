using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>An area, in square metres; such as that of a die.</summary>
public readonly record struct Area : IComparable<Area>, IParsable<Area>
{
    private static readonly UnitTable Table = new("area", ("m2", 1m), ("cm2", 1e-4m), ("mm2", 1e-6m));

    private readonly double _value;

    private Area(double value) => _value = value;

    /// <summary>Square metres.</summary>
    public double SquareMetres => _value;

    /// <summary>The ratio of two areas.</summary>
    public static double operator /(Area left, Area right) => left._value / right._value;

    /// <inheritdoc/>
    public int CompareTo(Area other) => _value.CompareTo(other._value);

    /// <summary>Writes the value with its unit; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Reads a number with its unit, such as "814 mm2".</summary>
    /// <exception cref="FormatException">The text is no area.</exception>
    public static Area Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParse(s, out double value, out string? error) ? new Area(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no area.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Area result)
    {
        bool ok = Table.TryParse(s ?? "", out double value, out _);
        result = new Area(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Area left, Area right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Area left, Area right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Area left, Area right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Area left, Area right) => left._value >= right._value;
}
