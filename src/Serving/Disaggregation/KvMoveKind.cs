namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>Why KV blocks move.</summary>
public enum KvMoveKind
{
    /// <summary>A decode replica reads them from a prefill replica.</summary>
    Pull,

    /// <summary>A prefill replica writes them to a decode replica.</summary>
    Push,

    /// <summary>The same, layer by layer while they are computed.</summary>
    Layerwise,

    /// <summary>From host memory back to the devices.</summary>
    Fetch,

    /// <summary>From the devices to host memory.</summary>
    Offload,
}
