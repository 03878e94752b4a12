using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>What a trace asks for, in figures.</summary>
/// <param name="Requests">Requests.</param>
/// <param name="Input">Prompt lengths.</param>
/// <param name="Output">Output lengths.</param>
public sealed record TraceStatistics(int Requests, LengthStatistics Input, LengthStatistics Output)
{
    /// <summary>From the first arrival to the last; null where the trace tells no arrivals.</summary>
    public Duration? Span { get; init; }

    /// <summary>Requests per second of the span; null where all arrive at once or arrivals are unknown.</summary>
    public double? MeanRate { get; init; }

    /// <summary>Coefficient of variation of the gaps between arrivals: their standard deviation over their mean (1 for Poisson).</summary>
    public double? GapVariation { get; init; }

    /// <summary>Sharing of prefixes; null where the trace tells no blocks.</summary>
    public PrefixStatistics? Prefixes { get; init; }

    /// <summary>Distinct sessions; 0 where the trace tells none.</summary>
    public int Sessions { get; init; }

    /// <summary>Computes the statistics of a trace.</summary>
    public static TraceStatistics Of(RequestTrace trace)
    {
        IReadOnlyList<TraceRequest> requests = trace.Requests;
        bool spread = trace.HasArrivals && trace.Span > Duration.Zero;
        return new TraceStatistics(requests.Count, LengthStatistics.Of(requests.Select(r => r.InputTokens)), LengthStatistics.Of(requests.Select(r => r.OutputTokens)))
        {
            Span = trace.HasArrivals ? trace.Span : null,
            MeanRate = spread ? requests.Count / trace.Span.Seconds : null,
            GapVariation = spread ? GapVariationOf(requests) : null,
            Prefixes = PrefixStatistics.Of(requests),
            Sessions = requests.Where(r => r.Session is not null).Select(r => r.Session).Distinct().Count(),
        };
    }

    private static double GapVariationOf(IReadOnlyList<TraceRequest> requests)
    {
        double mean = (requests[^1].Arrival - requests[0].Arrival).Seconds / (requests.Count - 1);
        double squares = 0;
        for (int i = 1; i < requests.Count; i++)
        {
            double deviation = (requests[i].Arrival - requests[i - 1].Arrival).Seconds - mean;
            squares += deviation * deviation;
        }
        return Math.Sqrt(squares / (requests.Count - 1)) / mean;
    }
}
