using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Units;

/// <summary>A clock of an integer frequency whose edges are computed, never summed from rounded periods.</summary>
/// <remarks>Edge n lies at n * 10^12 / f picoseconds, rounded up, in 128-bit arithmetic; so a 3.2 GHz clock (312.5 ps) never drifts.</remarks>
public readonly record struct Clock : IParsable<Clock>
{
    private const ulong PicosecondsPerSecond = 1_000_000_000_000;
    private static readonly UnitTable Table = new("frequency", ("GHz", 1e9m), ("MHz", 1e6m), ("kHz", 1e3m), ("Hz", 1m));

    private Clock(long hertz) => Hertz = hertz;

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
    public SimTime Edge(Cycles index) => SimTime.FromPicoseconds(PicosecondsOf(index.Count));

    /// <summary>The shortest duration that holds the given cycles, rounded up to a picosecond.</summary>
    public Duration DurationOf(Cycles cycles) => Duration.FromPicoseconds(PicosecondsOf(cycles.Count));

    /// <summary>The index of the first edge at or after an instant.</summary>
    public Cycles FirstEdgeAtOrAfter(SimTime time)
    {
        // ceil(n * 10^12 / f) >= t exactly when n > (t - 1) * f / 10^12, for whole t of at least 1.
        if (time.Picoseconds <= 0) return Cycles.Zero;
        UInt128 scaled = (UInt128)(ulong)(time.Picoseconds - 1) * (ulong)Hertz;
        return Cycles.FromCount((long)(scaled / PicosecondsPerSecond) + 1);
    }

    /// <summary>How many cycles are needed to cover a duration, rounded up.</summary>
    public Cycles CyclesCovering(Duration duration)
    {
        UInt128 scaled = (UInt128)(ulong)duration.Picoseconds * (ulong)Hertz;
        return Cycles.FromCount((long)((scaled + PicosecondsPerSecond - 1) / PicosecondsPerSecond));
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
        UInt128 scaled = (UInt128)(ulong)cycles * PicosecondsPerSecond;
        return checked((long)((scaled + (ulong)Hertz - 1) / (ulong)Hertz));
    }
}
