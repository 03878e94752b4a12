using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Kv;

/// <summary>The KV block pool of a replica: who holds how many blocks, and which of them can be shared.</summary>
internal interface IKvBlocks
{
    /// <summary>Blocks that could be handed out.</summary>
    int Free { get; }

    /// <summary>Looks for the beginning of a request in the prefix cache and remembers the find for <see cref="Take"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="blocks">The most blocks to look for.</param>
    /// <returns>What was found.</returns>
    PrefixMatch Find(TraceRequest request, int blocks);

    /// <summary>Gives a request that holds nothing the blocks found last, and new ones up to a number.</summary>
    void Take(int slot, int blocks);

    /// <summary>Gives a request that holds some blocks more, up to a number in all.</summary>
    void Grow(int slot, int held, int blocks);

    /// <summary>Enters a request's blocks into the prefix cache, so that its first <paramref name="fullBlocks"/> can be found.</summary>
    void Enter(int slot, TraceRequest request, int fullBlocks);

    /// <summary>Takes all blocks of a request back.</summary>
    /// <param name="slot">The request's slot.</param>
    /// <param name="held">Blocks it holds.</param>
    /// <param name="comesBack">The request, if it was preempted and will look for its blocks again; null if it has left.</param>
    void Release(int slot, int held, TraceRequest? comesBack);
}
