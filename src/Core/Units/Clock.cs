using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A clock of an integer frequency whose edges are computed, never summed from rounded periods.</summary>
/// <remarks>Edge n lies at n * 10^12 / f picoseconds, rounded up, computed from the period as a reduced fraction with a 128-bit product; so a 3.2 GHz clock (625/2 ps) never drifts.</remarks>
public readonly record struct Clock : IParsable<Clock>
{
    private const ulong PicosecondsPerSecond = 1_000_000_000_000;
    private static readonly UnitTable Table = new("frequency", ("GHz", 1e9m), ("MHz", 1e6m), ("kHz", 1e3m), ("Hz", 1m));

    private readonly ulong _periodNumerator;
    private readonly ulong _periodDenominator;

    private Clock(long hertz)
    {
        Hertz = hertz;
        ulong divisor = GreatestCommonDivisor((ulong)hertz, PicosecondsPerSecond);
        _periodNumerator = PicosecondsPerSecond / divisor;
        _periodDenominator = (ulong)hertz / divisor;
    }

    /// <summary>The frequency in whole hertz.</summary>
    public long Hertz { get; }

    /// <summary>A clock of the given frequency.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is not positive.</exception>
    public static Clock FromHertz(long hertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hertz);
        return new Clock(hertz);
    }

    /// <summary>The instant of an edge; edge 0 is the beginning of the run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    /// <exception cref="OverflowException">The edge lies beyond about 106 days.</exception>
    public SimTime Edge(Cycles index) => SimTime.FromPicoseconds(PicosecondsOf(index.Count));

    /// <summary>The shortest duration that holds the given cycles, rounded up to a picosecond.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cycles are negative.</exception>
    /// <exception cref="OverflowException">Longer than about 106 days.</exception>
    public Duration DurationOf(Cycles cycles) => Duration.FromPicoseconds(PicosecondsOf(cycles.Count));

    /// <summary>The index of the first edge at or after an instant.</summary>
    public Cycles FirstEdgeAtOrAfter(SimTime time)
    {
        // ceil(n * p / q) >= t exactly when n > (t - 1) * q / p, for whole t of at least 1.
        if (time.Picoseconds <= 0) return Cycles.Zero;
        return Cycles.FromCount((long)Scale((ulong)time.Picoseconds - 1, _periodDenominator, _periodNumerator, out _) + 1);
    }

    /// <summary>How many cycles are needed to cover a duration, rounded up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public Cycles CyclesCovering(Duration duration)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(duration.Picoseconds);
        ulong cycles = Scale((ulong)duration.Picoseconds, _periodDenominator, _periodNumerator, out bool exact);
        return Cycles.FromCount((long)(exact ? cycles : cycles + 1));
    }

    /// <summary>Writes the frequency; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => Table.Format(Hertz);

    /// <summary>Reads a frequency such as "1.965 GHz".</summary>
    /// <exception cref="FormatException">The text is no positive whole number of hertz.</exception>
    public static Clock Parse(string s, IFormatProvider? provider = null)
    {
        if (!Table.TryParseWhole(s, out long hertz, out string? error)) throw new FormatException(error);
        return hertz > 0 ? new Clock(hertz) : throw new FormatException($"\"{s}\" is not a positive frequency");
    }

    /// <summary>Reads a frequency; false if the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Clock result)
    {
        bool ok = Table.TryParseWhole(s ?? "", out long hertz, out _) && hertz > 0;
        result = ok ? new Clock(hertz) : default;
        return ok;
    }

    private long PicosecondsOf(long cycles)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cycles);
        ulong picoseconds = Scale((ulong)cycles, _periodNumerator, _periodDenominator, out bool exact);
        return checked((long)(exact ? picoseconds : picoseconds + 1));
    }

    /// <summary>value * multiplier / divisor, rounded down; in 64 bits where the product fits, otherwise in 128.</summary>
    /// <exception cref="OverflowException">The result needs more than 64 bits.</exception>
    private static ulong Scale(ulong value, ulong multiplier, ulong divisor, out bool exact)
    {
        ulong high = Math.BigMul(value, multiplier, out ulong low), quotient;
        if (high == 0)
        {
            quotient = low / divisor;
            exact = quotient * divisor == low;
            return quotient;
        }
        (UInt128 wide, UInt128 rest) = UInt128.DivRem(new UInt128(high, low), divisor);
        exact = rest == 0;
        return checked((ulong)wide);
    }

    private static ulong GreatestCommonDivisor(ulong left, ulong right)
    {
        while (right != 0) (left, right) = (right, left % right);
        return left;
    }
}
