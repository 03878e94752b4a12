using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>An amount of energy, in joules.</summary>
public readonly record struct Energy : IComparable<Energy>, IParsable<Energy>
{
    private static readonly UnitTable Table = new("energy", ("MJ", 1e6m), ("kJ", 1e3m), ("J", 1m), ("mJ", 1e-3m), ("uJ", 1e-6m), ("nJ", 1e-9m), ("pJ", 1e-12m), ("fJ", 1e-15m));

    private readonly double _value;

    private Energy(double value) => _value = value;

    /// <summary>No energy.</summary>
    public static Energy Zero => default;

    /// <summary>Joules.</summary>
    public double Joules => _value;

    /// <summary>An energy of the given joules.</summary>
    public static Energy FromJoules(double joules) => new(joules);

    /// <summary>The mean power of this energy over a duration.</summary>
    public static Power operator /(Energy left, Duration right) => Power.FromWatts(left._value / right.Seconds);

    /// <summary>The sum.</summary>
    public static Energy operator +(Energy left, Energy right) => new(left._value + right._value);

    /// <summary>The difference.</summary>
    public static Energy operator -(Energy left, Energy right) => new(left._value - right._value);

    /// <summary>The product.</summary>
    public static Energy operator *(Energy left, double factor) => new(left._value * factor);

    /// <summary>The product.</summary>
    public static Energy operator *(double factor, Energy right) => right * factor;

    /// <summary>The ratio of two quantities of the same kind.</summary>
    public static double operator /(Energy left, Energy right) => left._value / right._value;

    /// <summary>The quotient.</summary>
    public static Energy operator /(Energy left, double divisor) => new(left._value / divisor);

    /// <inheritdoc/>
    public int CompareTo(Energy other) => _value.CompareTo(other._value);

    /// <summary>Writes the value with its unit; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(_value);

    /// <summary>Reads a number with its unit, such as "0.66 pJ".</summary>
    /// <exception cref="FormatException">The text is no energy.</exception>
    public static Energy Parse(string s, IFormatProvider? provider = null) =>
        Table.TryParse(s, out double value, out string? error) ? new Energy(value) : throw new FormatException(error);

    /// <summary>Reads a number with its unit; false if the text is no energy.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Energy result)
    {
        bool ok = Table.TryParse(s ?? "", out double value, out _);
        result = new Energy(value);
        return ok;
    }

    /// <summary>Whether the left value is smaller.</summary>
    public static bool operator <(Energy left, Energy right) => left._value < right._value;

    /// <summary>Whether the left value is larger.</summary>
    public static bool operator >(Energy left, Energy right) => left._value > right._value;

    /// <summary>Whether the left value is at most the right.</summary>
    public static bool operator <=(Energy left, Energy right) => left._value <= right._value;

    /// <summary>Whether the left value is at least the right.</summary>
    public static bool operator >=(Energy left, Energy right) => left._value >= right._value;
}
