namespace DeepStack.Sim.Mapping.Programs;

/// <summary>What kind of work a step of a device program is, for reports.</summary>
public enum WorkKind
{
    /// <summary>A product with weights.</summary>
    MatrixProduct,

    /// <summary>Attention over the KV cache.</summary>
    Attention,

    /// <summary>Products of routed experts.</summary>
    Experts,

    /// <summary>Norms, activations, rotations, sums.</summary>
    Elementwise,

    /// <summary>Look-up of embeddings.</summary>
    Embedding,

    /// <summary>Choice of tokens.</summary>
    Sampling,

    /// <summary>A collective or a transfer between devices.</summary>
    Communication,

    /// <summary>The devices wait for the host, which starts kernels one by one.</summary>
    HostLaunch,

    /// <summary>Attention that a memory with units of its own computes, transfers included.</summary>
    MemoryAttention,

    /// <summary>Keys and values go to that memory while the device goes on.</summary>
    MemoryWrite,
}
