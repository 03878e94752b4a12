using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Makes traces: arrivals by a law, lengths by a law or from a file, prefixes shared or not. Same settings and seed, same trace.</summary>
/// <remarks>Arrivals, lengths and prefixes are drawn from streams of their own, so that changing one leaves the others as they are.</remarks>
/// <param name="Arrivals">When requests arrive.</param>
/// <param name="Lengths">How long they are.</param>
public sealed record TraceGenerator(ArrivalProcess Arrivals, LengthSource Lengths)
{
    /// <summary>How prompts share their beginnings, or null if they do not.</summary>
    public PrefixReuse? Prefixes { get; init; }

    /// <summary>Makes a trace.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="requests">How many requests.</param>
    /// <param name="seed">The seed.</param>
    public RequestTrace Make(string name, int requests, ulong seed)
    {
        var lengths = new RandomStream(seed, "workload.lengths");
        PrefixReuse.Prompts? prompts = Prefixes?.Start(new RandomStream(seed, "workload.prefixes"));
        var made = new List<TraceRequest>(requests);
        foreach (SimTime arrival in Arrivals.Times(new RandomStream(seed, "workload.arrivals")).Take(requests))
        {
            (int input, int output) = Lengths.Draw(lengths);
            made.Add(new TraceRequest(made.Count, $"{made.Count}", arrival, input, output)
            {
                BlockHashes = prompts?.Next(input) ?? [],
                BlockTokens = Prefixes?.BlockTokens ?? 0,
            });
        }
        return new RequestTrace(name, "made", made);
    }

    /// <summary>Gives a trace new arrivals, its requests in the same order.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="arrivals">When its requests arrive.</param>
    /// <param name="seed">The seed.</param>
    public static RequestTrace WithArrivals(RequestTrace trace, ArrivalProcess arrivals, ulong seed)
    {
        IEnumerable<SimTime> times = arrivals.Times(new RandomStream(seed, "workload.arrivals"));
        return trace with { Requests = [.. trace.Requests.Zip(times, (request, time) => request with { Arrival = time })], HasArrivals = true };
    }
}
