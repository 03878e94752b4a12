using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A number of tokens.</summary>
public readonly record struct Tokens : IComparable<Tokens>, IParsable<Tokens>
{
    private static readonly UnitTable Table = new("token count", ("M", 1_000_000m), ("k", 1_000m), ("", 1m));

    private readonly long _value;

    private Tokens(long value) => _value = value;

    /// <summary>No token.</summary>
    public static Tokens Zero => default;

    /// <summary>The number of tokens.</summary>
    public long Count => _value;

    /// <summary>The given number of tokens.</summary>
    public static Tokens FromCount(long count) => new(count);

    /// <summary>The sum.</summary>
    public static Tokens operator +(Tokens left, Tokens right) => new(checked(left._value + right._value));

    /// <summary>The difference.</summary>
    public static Tokens operator -(Tokens left, Tokens right) => new(checked(left._value - right._value));

    /// <summary>The product.</summary>
    public static Tokens operator *(Tokens left, long factor) => new(checked(left._value * factor));

    /// <summary>The product.</summary>
    public static Tokens operator *(long factor, Tokens right) => right * factor;

    /// <inheritdoc/>
    public int CompareTo(Tokens other) => _value.CompareTo(other._value);

    /// <summary>Writes the bare number; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => _value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads a number with its unit, such as "2048".</summary>
    /// <exception cref="FormatException">The text is no token count, or finer than the base unit.</exception>
    public static Tokens Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParseWhole(s, out long value, out string? error) ? new Tokens(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no token count.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Tokens result)
    {
        bool ok = Table.TryParseWhole(s ?? "", out long value, out _);
        result = new Tokens(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Tokens left, Tokens right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Tokens left, Tokens right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Tokens left, Tokens right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Tokens left, Tokens right) => left._value >= right._value;
}
