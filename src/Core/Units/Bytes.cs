using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>An amount of data, in whole bytes; KiB is 1,024 and kB is 1,000.</summary>
public readonly record struct Bytes : IComparable<Bytes>, IParsable<Bytes>
{
    private static readonly UnitTable Table = new("size", ("TiB", 1_099_511_627_776m), ("TB", 1_000_000_000_000m), ("GiB", 1_073_741_824m), ("GB", 1_000_000_000m), ("MiB", 1_048_576m), ("MB", 1_000_000m), ("KiB", 1_024m), ("kB", 1_000m), ("B", 1m));

    private readonly long _value;

    private Bytes(long value) => _value = value;

    /// <summary>No data.</summary>
    public static Bytes Zero => default;

    /// <summary>The number of bytes.</summary>
    public long Count => _value;

    /// <summary>An amount of the given bytes.</summary>
    public static Bytes FromCount(long count) => new(count);

    /// <summary>An amount of at least the given bits: a started byte counts whole.</summary>
    public static Bytes FromBits(long bits) => new((bits + 7) / 8);

    /// <summary>How many pieces of a size are needed to hold this amount, rounded up.</summary>
    public long DividedIntoPiecesOf(Bytes piece) => (_value + piece._value - 1) / piece._value;

    /// <summary>The sum.</summary>
    public static Bytes operator +(Bytes left, Bytes right) => new(checked(left._value + right._value));

    /// <summary>The difference.</summary>
    public static Bytes operator -(Bytes left, Bytes right) => new(checked(left._value - right._value));

    /// <summary>The product.</summary>
    public static Bytes operator *(Bytes left, long factor) => new(checked(left._value * factor));

    /// <summary>The product.</summary>
    public static Bytes operator *(long factor, Bytes right) => right * factor;

    /// <summary>The amount divided by a count, rounded towards zero.</summary>
    public static Bytes operator /(Bytes left, long divisor) => new(left._value / divisor);

    /// <summary>The ratio of two amounts.</summary>
    public static double operator /(Bytes left, Bytes right) => (double)left._value / right._value;

    /// <summary>The time an amount takes at a rate, rounded up to a picosecond.</summary>
    public static Duration operator /(Bytes left, Bandwidth right) => right.TimeFor(left);

    /// <inheritdoc/>
    public int CompareTo(Bytes other) => _value.CompareTo(other._value);

    /// <summary>Writes the value in the largest unit that loses nothing; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Reads a number with its unit, such as "2 KiB".</summary>
    /// <exception cref="FormatException">The text is no size, or finer than the base unit.</exception>
    public static Bytes Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParseWhole(s, out long value, out string? error) ? new Bytes(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no size.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Bytes result)
    {
        bool ok = Table.TryParseWhole(s ?? "", out long value, out _);
        result = new Bytes(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Bytes left, Bytes right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Bytes left, Bytes right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Bytes left, Bytes right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Bytes left, Bytes right) => left._value >= right._value;
}
