namespace DeepStack.Sim.Results.Recording;

/// <summary>Operators by the kind of their work.</summary>
public enum OperatorKind
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>A product of matrices with weights.</summary>
    MatrixProduct,

    /// <summary>Attention over the KV cache.</summary>
    Attention,

    /// <summary>Products of the experts of a mixture.</summary>
    Experts,

    /// <summary>Norms, activations, rotations, additions.</summary>
    Elementwise,

    /// <summary>Look-up of embeddings.</summary>
    Embedding,

    /// <summary>Sampling of tokens.</summary>
    Sampling,

    /// <summary>A collective or a transfer between devices.</summary>
    Communication,

    /// <summary>State-space and other recurrences.</summary>
    Recurrence,

    /// <summary>Attention that a memory with units of its own computes, beside the device.</summary>
    MemoryAttention,
}
