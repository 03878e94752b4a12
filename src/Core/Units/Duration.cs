using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A length of simulated time, in whole picoseconds; may be negative.</summary>
public readonly record struct Duration : IComparable<Duration>, IParsable<Duration>
{
    private static readonly UnitTable Table = new("duration", ("h", 3_600_000_000_000_000m), ("min", 60_000_000_000_000m), ("s", 1_000_000_000_000m), ("ms", 1_000_000_000m), ("us", 1_000_000m), ("ns", 1_000m), ("ps", 1m));

    private readonly long _value;

    private Duration(long value) => _value = value;

    /// <summary>No time at all.</summary>
    public static Duration Zero => default;

    /// <summary>The longest duration, about 106 days; stands for "never".</summary>
    public static Duration MaxValue => new(long.MaxValue);

    /// <summary>This duration in picoseconds.</summary>
    public long Picoseconds => _value;

    /// <summary>This duration in seconds, for reports; not exact.</summary>
    public double Seconds => _value * 1e-12;

    /// <summary>This duration in milliseconds, for reports; not exact.</summary>
    public double Milliseconds => _value * 1e-9;

    /// <summary>This duration in microseconds, for reports; not exact.</summary>
    public double Microseconds => _value * 1e-6;

    /// <summary>A duration of the given picoseconds.</summary>
    public static Duration FromPicoseconds(long picoseconds) => new(picoseconds);

    /// <summary>A duration of the given whole nanoseconds.</summary>
    /// <exception cref="OverflowException">Beyond about 106 days.</exception>
    public static Duration FromNanoseconds(long nanoseconds) => new(checked(nanoseconds * 1_000));

    /// <summary>A duration of the given seconds, rounded to the nearest picosecond.</summary>
    /// <exception cref="OverflowException">Not finite, or beyond about 106 days.</exception>
    public static Duration FromSeconds(double seconds) => new(checked((long)Math.Round(seconds * 1e12)));

    /// <summary>The longer of two durations.</summary>
    public static Duration Max(Duration left, Duration right) => left > right ? left : right;

    /// <summary>The shorter of two durations.</summary>
    public static Duration Min(Duration left, Duration right) => left < right ? left : right;

    /// <summary>The sum.</summary>
    public static Duration operator +(Duration left, Duration right) => new(checked(left._value + right._value));

    /// <summary>The difference.</summary>
    public static Duration operator -(Duration left, Duration right) => new(checked(left._value - right._value));

    /// <summary>The product.</summary>
    public static Duration operator *(Duration left, long factor) => new(checked(left._value * factor));

    /// <summary>The product.</summary>
    public static Duration operator *(long factor, Duration right) => right * factor;

    /// <summary>The same length in the other direction.</summary>
    public static Duration operator -(Duration value) => new(checked(-value._value));

    /// <summary>The duration divided by a count, rounded towards zero.</summary>
    public static Duration operator /(Duration left, long divisor) => new(left._value / divisor);

    /// <summary>The ratio of two durations.</summary>
    public static double operator /(Duration left, Duration right) => (double)left._value / right._value;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => _value.CompareTo(other._value);

    /// <summary>Writes the value in the largest unit that loses nothing; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Writes it for people: to four digits, in a fitting unit, such as "5.375 ms".</summary>
    public string ToText() => Table.Round(_value);

    /// <summary>Reads a number with its unit, such as "16 ns" or "1.5 us".</summary>
    /// <exception cref="FormatException">The text is no duration, or finer than the base unit.</exception>
    public static Duration Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParseWhole(s, out long value, out string? error) ? new Duration(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no duration.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Duration result)
    {
        bool ok = Table.TryParseWhole(s ?? "", out long value, out _);
        result = new Duration(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Duration left, Duration right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Duration left, Duration right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Duration left, Duration right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Duration left, Duration right) => left._value >= right._value;
}
