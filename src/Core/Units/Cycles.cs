using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A number of clock cycles; becomes time only through a <see cref="Clock"/>.</summary>
public readonly record struct Cycles : IComparable<Cycles>, IParsable<Cycles>
{
    private static readonly UnitTable Table = new("cycle count", ("", 1m));

    private readonly long _value;

    private Cycles(long value) => _value = value;

    /// <summary>No cycle.</summary>
    public static Cycles Zero => default;

    /// <summary>The number of cycles.</summary>
    public long Count => _value;

    /// <summary>The given number of cycles.</summary>
    public static Cycles FromCount(long count) => new(count);

    /// <summary>The sum.</summary>
    public static Cycles operator +(Cycles left, Cycles right) => new(checked(left._value + right._value));

    /// <summary>The difference.</summary>
    public static Cycles operator -(Cycles left, Cycles right) => new(checked(left._value - right._value));

    /// <summary>The product.</summary>
    public static Cycles operator *(Cycles left, long factor) => new(checked(left._value * factor));

    /// <summary>The product.</summary>
    public static Cycles operator *(long factor, Cycles right) => right * factor;

    /// <inheritdoc/>
    public int CompareTo(Cycles other) => _value.CompareTo(other._value);

    /// <summary>Writes the value in the largest unit that loses nothing; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Reads a number with its unit, such as "45".</summary>
    /// <exception cref="FormatException">The text is no cycle count, or finer than the base unit.</exception>
    public static Cycles Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParseWhole(s, out long value, out string? error) ? new Cycles(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no cycle count.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Cycles result)
    {
        bool ok = Table.TryParseWhole(s ?? "", out long value, out _);
        result = new Cycles(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Cycles left, Cycles right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Cycles left, Cycles right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Cycles left, Cycles right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Cycles left, Cycles right) => left._value >= right._value;
}
