namespace DeepStack.Sim.Mapping.Plans;

/// <summary>What of a step goes on side by side; several may be joined.</summary>
[Flags]
public enum OverlapModes
{
    /// <summary>One operator after the other.</summary>
    None = 0,

    /// <summary>An exchange and the product beside it, chunk by chunk.</summary>
    Chunked = 1,

    /// <summary>An exchange and the loads of the next product's first weights, as many as the cores' buffers hold.</summary>
    Prefetch = 2,

    /// <summary>The exchanges of one half of the sequences and the kernels of the other half.</summary>
    Interleaved = 4,
}
