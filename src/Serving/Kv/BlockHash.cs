using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Kv;

/// <summary>The name under which a full KV block is found again: equal for equal beginnings, different otherwise.</summary>
/// <remarks>
/// A trace names its prompt blocks with chained hashes, so a block's own hash already stands for all before it. Blocks that hold generated
/// tokens are named by the next turn of their session (<see cref="Conversations"/>); where none repeats them, and in traces without hashes, they
/// are known only to their own request, which finds them after a preemption.
/// </remarks>
internal static class BlockHash
{
    private const ulong SharedSalt = 0x2545F4914F6CDD1D, PrivateSalt = 0x9FB21C651E98DF25;

    /// <summary>The name of a request's block; never 0.</summary>
    /// <param name="request">The request.</param>
    /// <param name="block">The block's place in the request, from 0.</param>
    /// <param name="blockTokens">Tokens per KV block; divides the trace's block size or is a multiple of it.</param>
    public static long Of(TraceRequest request, int block, int blockTokens)
    {
        if (!IsShared(request, block, blockTokens)) return Mix(PrivateSalt, request.Index, block);
        if (request.BlockTokens > blockTokens)
        {
            int parts = request.BlockTokens / blockTokens;
            return Mix(SharedSalt, request.BlockHashes[block / parts], block % parts + 1);
        }
        return Mix(SharedSalt, request.BlockHashes[(block + 1) * (blockTokens / request.BlockTokens) - 1], 0);
    }

    /// <summary>Whether other requests may have the block too.</summary>
    public static bool IsShared(TraceRequest request, int block, int blockTokens) =>
        request.BlockTokens > 0 && (block + 1L) * blockTokens <= Math.Max(request.InputTokens, request.NamedTokens);

    /// <summary>Whether the trace's block size and the pool's fit into each other.</summary>
    public static bool CanName(TraceRequest request, int blockTokens) =>
        request.BlockTokens == 0 || request.BlockTokens % blockTokens == 0 || blockTokens % request.BlockTokens == 0;

    private static long Mix(ulong salt, long first, long second)
    {
        ulong z = (ulong)first * 0x9E3779B97F4A7C15 + (ulong)second * 0xD1342543DE82EF95 + salt;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (long)((z ^ (z >> 31)) | 1);
    }
}
