using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A data rate, in bytes a second.</summary>
public readonly record struct Bandwidth : IComparable<Bandwidth>, IParsable<Bandwidth>
{
    private static readonly UnitTable Table = new("bandwidth", ("TB/s", 1e12m), ("Tb/s", 1.25e11m), ("GB/s", 1e9m), ("Gb/s", 1.25e8m), ("MB/s", 1e6m), ("Mb/s", 1.25e5m), ("kB/s", 1e3m), ("B/s", 1m));

    private readonly double _value;

    private Bandwidth(double value) => _value = value;

    /// <summary>Bytes a second.</summary>
    public double BytesPerSecond => _value;

    /// <summary>A rate of the given bytes a second.</summary>
    public static Bandwidth FromBytesPerSecond(double bytesPerSecond) => new(bytesPerSecond);

    /// <summary>The time an amount takes at this rate, exactly rounded up to a picosecond.</summary>
    /// <exception cref="DivideByZeroException">The rate is not positive.</exception>
    /// <exception cref="OverflowException">Longer than about 106 days.</exception>
    public Duration TimeFor(Bytes amount) => ExactTime.Of(amount.Count, _value);

    /// <summary>The sum.</summary>
    public static Bandwidth operator +(Bandwidth left, Bandwidth right) => new(left._value + right._value);

    /// <summary>The difference.</summary>
    public static Bandwidth operator -(Bandwidth left, Bandwidth right) => new(left._value - right._value);

    /// <summary>The product.</summary>
    public static Bandwidth operator *(Bandwidth left, double factor) => new(left._value * factor);

    /// <summary>The product.</summary>
    public static Bandwidth operator *(double factor, Bandwidth right) => right * factor;

    /// <summary>The ratio of two quantities of the same kind.</summary>
    public static double operator /(Bandwidth left, Bandwidth right) => left._value / right._value;

    /// <summary>The quotient.</summary>
    public static Bandwidth operator /(Bandwidth left, double divisor) => new(left._value / divisor);

    /// <inheritdoc/>
    public int CompareTo(Bandwidth other) => _value.CompareTo(other._value);

    /// <summary>Writes the value with its unit; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Reads a number with its unit, such as "1.6 TB/s" or "400 Gb/s".</summary>
    /// <exception cref="FormatException">The text is no bandwidth.</exception>
    public static Bandwidth Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParse(s, out double value, out string? error) ? new Bandwidth(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no bandwidth.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Bandwidth result)
    {
        bool ok = Table.TryParse(s ?? "", out double value, out _);
        result = new Bandwidth(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Bandwidth left, Bandwidth right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Bandwidth left, Bandwidth right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Bandwidth left, Bandwidth right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Bandwidth left, Bandwidth right) => left._value >= right._value;
}
