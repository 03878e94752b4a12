using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>Traces made from traces.</summary>
public static class TraceTransforms
{
    private const int OverlongShown = 5;

    /// <summary>The first requests, at most the given number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static RequestTrace Limited(this RequestTrace trace, int requests)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(requests);
        return requests >= trace.Requests.Count ? trace : trace with { Requests = [.. trace.Requests.Take(requests)] };
    }

    /// <summary>The requests that arrive before the given time after the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public static RequestTrace Until(this RequestTrace trace, Duration horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(horizon, Duration.Zero);
        return trace with { Requests = [.. trace.Requests.TakeWhile(r => r.Arrival - SimTime.Zero < horizon)] };
    }

    /// <summary>The same requests at another speed: all arrival times divided by a factor.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="factor">2 doubles the rate.</param>
    /// <exception cref="TraceFormatException">The factor is no positive number, or so small that the last arrival is beyond 106 days.</exception>
    public static RequestTrace SpedUp(this RequestTrace trace, decimal factor)
    {
        if (factor <= 0) throw new TraceFormatException($"The speed-up is {factor}; expected a positive number.");
        if (trace.Requests.Count > 0 && trace.Requests[^1].Arrival.Picoseconds / factor > long.MaxValue)
            throw new TraceFormatException($"With a speed-up of {factor} the last request of {trace.Name} arrives after 106 days; use a larger one, or --seconds.");
        return trace with
        {
            Requests = [.. trace.Requests.Select(r => r with { Arrival = SimTime.FromPicoseconds((long)Math.Round(r.Arrival.Picoseconds / factor)) })],
        };
    }

    /// <summary>The trace made to fit a model's longest sequence.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="maxPositions">The most tokens of prompt and output together.</param>
    /// <param name="overlong">What to do with longer requests.</param>
    /// <exception cref="TraceFormatException">A request is too long and is to be rejected; the message names the first few.</exception>
    public static RequestTrace Fitted(this RequestTrace trace, int maxPositions, Overlong overlong)
    {
        if (overlong == Overlong.Extend || trace.Requests.All(r => Fits(r, maxPositions))) return trace;
        if (overlong == Overlong.Clip) return trace with { Requests = [.. trace.Requests.Select(r => Fits(r, maxPositions) ? r : Clip(r, maxPositions))] };
        TraceRequest[] tooLong = [.. trace.Requests.Where(r => !Fits(r, maxPositions))];
        string named = string.Join(", ", tooLong.Take(OverlongShown).Select(r => $"{PlaceOf(trace, r)} ({r.InputTokens} + {r.OutputTokens})"));
        throw new TraceFormatException(
            $"{trace.Name}: {tooLong.Length} of {trace.Requests.Count} requests are longer than the model's {maxPositions} tokens: {named}{(tooLong.Length > OverlongShown ? ", ..." : "")}. Cut them with --overlong clip, or serve them anyway with --overlong extend.");
    }

    private static string PlaceOf(RequestTrace trace, TraceRequest request) =>
        request.Index < trace.Lines.Count ? $"{trace.Name}:{trace.Lines[request.Index]}" : request.Id;

    private static bool Fits(TraceRequest request, int maxPositions) => (long)request.InputTokens + request.OutputTokens <= maxPositions;

    private static TraceRequest Clip(TraceRequest request, int maxPositions)
    {
        int input = Math.Min(request.InputTokens, Math.Max(1, maxPositions - 1));
        int blocks = request.BlockTokens == 0 ? 0 : (input + request.BlockTokens - 1) / request.BlockTokens;
        return request with
        {
            InputTokens = input,
            OutputTokens = Math.Max(1, Math.Min(request.OutputTokens, maxPositions - input)),
            BlockHashes = blocks < request.BlockHashes.Count ? [.. request.BlockHashes.Take(blocks)] : request.BlockHashes,
        };
    }
}
