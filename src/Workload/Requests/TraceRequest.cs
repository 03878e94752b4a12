using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Requests;

/// <summary>One request of a trace.</summary>
/// <param name="Index">Its place in the trace, from 0.</param>
/// <param name="Id">Its name, unique in the trace.</param>
/// <param name="Arrival">When it arrives; the first request of a trace arrives at 0.</param>
/// <param name="InputTokens">Tokens of the prompt; at least 1.</param>
/// <param name="OutputTokens">Tokens generated; at least 1.</param>
public sealed record TraceRequest(int Index, string Id, SimTime Arrival, int InputTokens, int OutputTokens)
{
    /// <summary>
    /// Hashes of the prompt's blocks, chained so that equal hashes mean equal prefixes; empty where the trace does not tell.
    /// The last one may stand for a block that is not full.
    /// </summary>
    public IReadOnlyList<long> BlockHashes { get; init; } = [];

    /// <summary>Tokens that <see cref="BlockHashes"/> name where they go on into the answer, because a later turn repeats it; no more than prompt and answer, 0 where they do not.</summary>
    public int NamedTokens { get; init; }

    /// <summary>Tokens that one block hash stands for; 0 where there are none.</summary>
    public int BlockTokens { get; init; }

    /// <summary>The session (conversation) it belongs to, or null.</summary>
    public string? Session { get; init; }

    /// <summary>The tenant or client it belongs to, or null.</summary>
    public string? Tenant { get; init; }

    /// <summary>Scheduling priority; smaller goes first under the priority policy.</summary>
    public int Priority { get; init; }
}
