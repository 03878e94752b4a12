using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>An instant of simulated time, in whole picoseconds since the run began.</summary>
public readonly record struct SimTime : IComparable<SimTime>, IParsable<SimTime>
{
    private static readonly UnitTable Table = new("time", ("h", 3_600_000_000_000_000m), ("min", 60_000_000_000_000m), ("s", 1_000_000_000_000m), ("ms", 1_000_000_000m), ("us", 1_000_000m), ("ns", 1_000m), ("ps", 1m));

    private readonly long _value;

    private SimTime(long value) => _value = value;

    /// <summary>The beginning of the run.</summary>
    public static SimTime Zero => default;

    /// <summary>The last instant, after about 106 days; stands for "never".</summary>
    public static SimTime MaxValue => new(long.MaxValue);

    /// <summary>Picoseconds since the run began.</summary>
    public long Picoseconds => _value;

    /// <summary>Seconds since the run began, for reports; not exact.</summary>
    public double Seconds => _value * 1e-12;

    /// <summary>The instant the given picoseconds after the run began.</summary>
    public static SimTime FromPicoseconds(long picoseconds) => new(picoseconds);

    /// <summary>The later of two instants.</summary>
    public static SimTime Max(SimTime left, SimTime right) => left > right ? left : right;

    /// <summary>The earlier of two instants.</summary>
    public static SimTime Min(SimTime left, SimTime right) => left < right ? left : right;

    /// <summary>The instant a duration later.</summary>
    public static SimTime operator +(SimTime left, Duration right) => new(checked(left._value + right.Picoseconds));

    /// <summary>The instant a duration earlier.</summary>
    public static SimTime operator -(SimTime left, Duration right) => new(checked(left._value - right.Picoseconds));

    /// <summary>The duration from the right instant to the left.</summary>
    public static Duration operator -(SimTime left, SimTime right) => Duration.FromPicoseconds(checked(left._value - right._value));

    /// <inheritdoc/>
    public int CompareTo(SimTime other) => _value.CompareTo(other._value);

    /// <summary>Writes the value in the largest unit that loses nothing; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Writes it for people: to four digits, in a fitting unit, such as "5.375 ms".</summary>
    public string ToText() => Table.Round(_value);

    /// <summary>Reads a number with its unit, such as "2 s".</summary>
    /// <exception cref="FormatException">The text is no time, or finer than the base unit.</exception>
    public static SimTime Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParseWhole(s, out long value, out string? error) ? new SimTime(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no time.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SimTime result)
    {
        bool ok = Table.TryParseWhole(s ?? "", out long value, out _);
        result = new SimTime(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(SimTime left, SimTime right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(SimTime left, SimTime right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(SimTime left, SimTime right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(SimTime left, SimTime right) => left._value >= right._value;
}
