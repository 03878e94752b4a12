namespace DeepStack.Sim.Workload.Models;

/// <summary>Multi-head latent attention: keys and values are kept as one low-rank vector a token, shared by all heads.</summary>
/// <remarks>DeepSeek-AI, "DeepSeek-V2", 2024, section 2.1; names of the ranks follow the public configuration files.</remarks>
public sealed record LatentAttention : AttentionSpec
{
    /// <summary>Rank of the compressed queries (q_lora_rank); 0 where queries are projected directly.</summary>
    public required int QueryRank { get; init; }

    /// <summary>Rank of the compressed keys and values (kv_lora_rank).</summary>
    public required int KvRank { get; init; }

    /// <summary>Elements of a head's query and key that carry no position (qk_nope_head_dim).</summary>
    public required int PlainHeadDimension { get; init; }

    /// <summary>Elements of a head's query and of the shared key that are rotated (qk_rope_head_dim).</summary>
    public required int RotaryHeadDimension { get; init; }

    /// <summary>Elements of a head's value (v_head_dim).</summary>
    public required int ValueHeadDimension { get; init; }

    /// <summary>Selects which positions are attended; null where all are.</summary>
    public SparseIndexer? Indexer { get; init; }

    /// <summary>Elements of a head's query and key.</summary>
    public int QueryHeadDimension => PlainHeadDimension + RotaryHeadDimension;

    /// <summary>Elements of the cached vector: the latent and the rotated key.</summary>
    public int LatentWidth => KvRank + RotaryHeadDimension;

    /// <inheritdoc/>
    public override int KvElementsPerToken => LatentWidth;

    /// <inheritdoc/>
    public override long ProjectionParameters(int hiddenSize)
    {
        long queryWidth = (long)Heads * QueryHeadDimension;
        long queries = QueryRank == 0 ? hiddenSize * queryWidth : QueryRank * (hiddenSize + queryWidth);
        long keysAndValues = (long)hiddenSize * LatentWidth + (long)KvRank * Heads * (PlainHeadDimension + ValueHeadDimension);
        long output = (long)Heads * ValueHeadDimension * hiddenSize;
        return queries + keysAndValues + output + (Indexer?.ProjectionParameters(hiddenSize, QueryRank) ?? 0);
    }

    /// <inheritdoc/>
    public override long OtherParameters(int hiddenSize) => QueryRank + KvRank + (Indexer?.OtherParameters(hiddenSize) ?? 0);
}
