using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>Mends what publishing did to a trace: rounded time stamps, and block hashes coarser than a server's blocks.</summary>
public static class TraceReshaping
{
    /// <summary>Spreads requests that arrive at one instant evenly over the time until the next instant; the last ones over the gap before them.</summary>
    /// <remarks>For traces whose times were rounded, such as Mooncake's to 3 s, so that clumps are no property of the service.</remarks>
    public static RequestTrace Spread(this RequestTrace trace)
    {
        IReadOnlyList<TraceRequest> old = trace.Requests;
        var spread = new TraceRequest[old.Count];
        Duration gap = Duration.Zero;
        for (int first = 0, next; first < old.Count; first = next)
        {
            for (next = first + 1; next < old.Count && old[next].Arrival == old[first].Arrival; next++)
            {
            }
            if (next < old.Count) gap = old[next].Arrival - old[first].Arrival;
            for (int i = first; i < next; i++)
                spread[i] = old[i] with { Arrival = old[first].Arrival + Duration.FromPicoseconds((long)((Int128)gap.Picoseconds * (i - first) / (next - first))) };
        }
        return trace with { Requests = spread };
    }

    /// <summary>Cuts every hashed block into smaller ones, so that a server with smaller blocks sees the same sharing.</summary>
    /// <remarks>Equal blocks give equal pieces, different blocks different ones. Hashes are numbered anew, from 0 in order of appearance.</remarks>
    /// <param name="trace">The trace; requests without hashes stay as they are.</param>
    /// <param name="blockTokens">Tokens of the smaller blocks; must divide those of the trace.</param>
    /// <exception cref="TraceFormatException">The size does not divide the trace's.</exception>
    public static RequestTrace WithBlocksOf(this RequestTrace trace, int blockTokens)
    {
        var numbers = new Dictionary<long, long>();
        return trace with { Requests = [.. trace.Requests.Select(r => r.BlockHashes.Count == 0 ? r : Cut(r, blockTokens, numbers, trace.Name))] };
    }

    private static TraceRequest Cut(TraceRequest request, int blockTokens, Dictionary<long, long> numbers, string trace)
    {
        if (blockTokens < 1 || request.BlockTokens % blockTokens != 0)
            throw new TraceFormatException($"{trace}: blocks of {request.BlockTokens} tokens cannot be cut into blocks of {blockTokens}; choose a divisor.");
        int pieces = request.BlockTokens / blockTokens;
        long[] hashes = new long[(request.InputTokens + blockTokens - 1) / blockTokens];
        for (int i = 0; i < hashes.Length; i++)
        {
            long block = request.BlockHashes[i / pieces];
            if (!numbers.TryGetValue(block, out long number)) numbers.Add(block, number = numbers.Count);
            hashes[i] = number * pieces + i % pieces;
        }
        return request with { BlockHashes = hashes, BlockTokens = blockTokens };
    }
}
