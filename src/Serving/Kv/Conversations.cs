using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Kv;

/// <summary>Lets a turn find the KV blocks of the answer before it: the next prompt of a session names what its turns have said.</summary>
/// <remarks>
/// A turn is continued by the next of its session whose prompt begins with its own prompt and is long enough to hold its answer as well; all
/// turns of such a chain take the names of the last, which names most. A prompt's last block, where it is not full, then has the name that it has in
/// the prompts behind it, and is no longer found by an equal prompt of another session.
/// </remarks>
internal static class Conversations
{
    /// <summary>The requests of a trace, those of chains with the names of their answers; the list itself where there are none.</summary>
    public static IReadOnlyList<TraceRequest> Joined(IReadOnlyList<TraceRequest> requests)
    {
        var latest = new Dictionary<string, TraceRequest>(StringComparer.Ordinal);
        TraceRequest[]? joined = null;
        for (int i = requests.Count - 1; i >= 0; i--)
        {
            TraceRequest request = requests[i];
            if (request.Session is not { } session || request.BlockTokens == 0) continue;
            if (latest.TryGetValue(session, out TraceRequest? next) && Continues(request, next))
            {
                joined ??= [.. requests];
                request = joined[i] = request with { BlockHashes = next.BlockHashes, NamedTokens = request.InputTokens + request.OutputTokens };
            }
            latest[session] = request;
        }
        return joined ?? requests;
    }

    /// <summary>Whether a prompt begins with another prompt and has room for its answer; what follows is taken to be that.</summary>
    private static bool Continues(TraceRequest request, TraceRequest next)
    {
        if (next.BlockTokens != request.BlockTokens || next.InputTokens < request.InputTokens + request.OutputTokens) return false;
        int full = request.InputTokens / request.BlockTokens;
        for (int i = 0; i < full; i++)
        {
            if (request.BlockHashes[i] != next.BlockHashes[i]) return false;
        }
        return true;
    }
}
