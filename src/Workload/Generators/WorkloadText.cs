using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Reads arrival laws and length laws as users write them.</summary>
public static class WorkloadText
{
    private static readonly string[] Arrivals = ["constant", "poisson", "gamma", "bursty"];
    private static readonly string[] Laws = ["fixed", "lognormal", "percentiles"];

    /// <summary>Reads an arrival law.</summary>
    /// <param name="text">"constant", "poisson", "gamma:CV" or "bursty:ON,OFF" (times with units).</param>
    /// <param name="rate">Requests per second.</param>
    /// <exception cref="TraceFormatException">It is none of these, or the rate is not positive.</exception>
    public static ArrivalProcess ParseArrivals(string text, double rate)
    {
        if (!(rate > 0) || !double.IsFinite(1 / rate)) throw new TraceFormatException($"The rate is {rate.ToString(CultureInfo.InvariantCulture)}; expected a positive number of requests per second.");
        (string law, string[] values) = Split(text);
        if (law == "constant" && values.Length == 0) return new ConstantArrivals(rate);
        if (law == "poisson" && values.Length == 0) return new GammaArrivals(rate);
        if (law == "gamma" && values.Length == 1 && Number(values[0]) is > 0 and <= 1000 and double variation) return new GammaArrivals(rate, variation);
        if (law == "bursty" && values.Length == 2 && Time(values[0]) is { } on && Time(values[1]) is { } off) return new OnOffArrivals(rate, on, off);
        throw new TraceFormatException($"The arrivals \"{text}\" cannot be read; expected constant, poisson, gamma:CV (as gamma:2.5) or bursty:ON,OFF (as bursty:5s,20s).{Spelling.DidYouMean(law, Arrivals)}");
    }

    /// <summary>Reads a length law.</summary>
    /// <param name="text">"fixed:N", "lognormal:MEDIAN,P90" or "percentiles:MEAN,MIN,P50,P90,P99,MAX".</param>
    /// <exception cref="TraceFormatException">It is none of these, or no law has these figures.</exception>
    public static LengthDistribution ParseLengths(string text)
    {
        (string law, string[] values) = Split(text);
        double[] numbers = [.. values.Select(v => Number(v) ?? -1)];
        if (numbers.All(n => n is >= 1 and <= 1e8))
        {
            if (law == "fixed" && numbers is [var tokens] && tokens == Math.Floor(tokens)) return new FixedLength((int)tokens);
            if (law == "lognormal" && numbers is [var median, var p90] && p90 >= median) return new LogNormalLength(median, p90);
            if (law == "percentiles" && numbers.Length == 6) return Percentiles(text, numbers);
        }
        throw new TraceFormatException($"The lengths \"{text}\" cannot be read; expected fixed:N, lognormal:MEDIAN,P90 or percentiles:MEAN,MIN,P50,P90,P99,MAX, each from 1.{Spelling.DidYouMean(law, Laws)}");
    }

    private static PercentileLength Percentiles(string text, double[] n)
    {
        try
        {
            return new PercentileLength(n[0], n[1], n[2], n[3], n[4], n[5]);
        }
        catch (ArgumentException e)
        {
            throw new TraceFormatException($"The lengths \"{text}\" do not fit together. {e.Message}", e);
        }
    }

    private static (string Law, string[] Values) Split(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, []) : (text[..colon], text[(colon + 1)..].Split(','));
    }

    private static double? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    private static Duration? Time(string text) => Duration.TryParse(text, null, out Duration time) && time > Duration.Zero ? time : null;
}
