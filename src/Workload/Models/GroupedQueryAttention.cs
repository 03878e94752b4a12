namespace DeepStack.Sim.Workload.Models;

/// <summary>Attention whose query heads share key and value heads: multi-head where they are equally many, multi-query where there is one.</summary>
/// <remarks>Ainslie et al., "GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints", EMNLP 2023.</remarks>
public sealed record GroupedQueryAttention : AttentionSpec
{
    /// <summary>Key and value heads; divides <see cref="AttentionSpec.Heads"/>.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Elements of one head.</summary>
    public required int HeadDimension { get; init; }

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool QkvBias { get; init; }

    /// <summary>Whether the output projection has a bias.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Whether queries and keys are normalised per head.</summary>
    public bool QkNorm { get; init; }

    /// <summary>Whether queries and keys are rotated by position.</summary>
    public bool Rotary { get; init; } = true;

    /// <summary>Columns of the query projection.</summary>
    public int QueryWidth => Heads * HeadDimension;

    /// <summary>Columns of the key projection, and of the value projection.</summary>
    public int KvWidth => KvHeads * HeadDimension;

    /// <inheritdoc/>
    public override int KvElementsPerToken => 2 * KvWidth;

    /// <inheritdoc/>
    public override long ProjectionParameters(int hiddenSize) => (long)hiddenSize * (2 * QueryWidth + 2 * KvWidth);

    /// <inheritdoc/>
    public override long OtherParameters(int hiddenSize) =>
        (QkvBias ? QueryWidth + 2 * KvWidth : 0) + (OutputBias ? hiddenSize : 0) + (QkNorm ? 2 * HeadDimension : 0);
}
