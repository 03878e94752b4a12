namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>What the replicas of a pool do for a request.</summary>
public enum PoolRole
{
    /// <summary>All of it.</summary>
    Both,

    /// <summary>The prompt; the KV blocks are then handed to a decode replica.</summary>
    Prefill,

    /// <summary>The tokens, with KV blocks from a prefill replica.</summary>
    Decode,
}
