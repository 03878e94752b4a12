using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>Scores, softmax and weighted values of the sequences of a step, over cached keys and values.</summary>
/// <remarks>
/// Arithmetic counts the two matrix products, 2 (key + value dimension) per head and pair; the softmax is left to the executor.
/// The operator refers to the step's shape: who keeps the graph beyond the step builds it from a copy.
/// </remarks>
public sealed record AttentionOperator : Operator
{
    /// <param name="name">Its name.</param>
    /// <param name="shape">The step.</param>
    /// <param name="phases">Which of its sequences are served.</param>
    /// <param name="limit">The most positions a token sees; 0 for no limit.</param>
    /// <param name="contiguous">Whether these are the latest ones (a window) or picked anywhere.</param>
    public AttentionOperator(string name, StepShape shape, AttentionPhases phases, int limit = 0, bool contiguous = true)
        : base(name, Sharding.Heads)
    {
        Scope = OperatorScope.Sequences;
        Shape = shape;
        Phases = phases;
        Limit = limit;
        Contiguous = contiguous;
        Decode = phases.HasFlag(AttentionPhases.Decode) ? AttentionLoad.Of(shape, AttentionPhases.Decode, limit, contiguous) : default;
        Prefill = phases.HasFlag(AttentionPhases.Prefill) ? AttentionLoad.Of(shape, AttentionPhases.Prefill, limit, contiguous) : default;
    }

    /// <summary>The step, with every sequence.</summary>
    public StepShape Shape { get; }

    /// <summary>Which of its sequences are served.</summary>
    public AttentionPhases Phases { get; }

    /// <summary>The most positions a token sees; 0 for no limit.</summary>
    public int Limit { get; }

    /// <summary>Whether the positions a token sees are the latest ones (a window) or picked anywhere.</summary>
    public bool Contiguous { get; }

    /// <summary>What decoding sequences ask.</summary>
    public AttentionLoad Decode { get; }

    /// <summary>What sequences in prefill ask.</summary>
    public AttentionLoad Prefill { get; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; 1 where all query heads share one latent.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Elements of a head's query and key.</summary>
    public required int KeyDimension { get; init; }

    /// <summary>Elements of a head's value.</summary>
    public required int ValueDimension { get; init; }

    /// <summary>Elements of the cache that one position holds, all key and value heads together; 0 where keys and values come as activations.</summary>
    public required int CacheElementsPerToken { get; init; }

    /// <summary>Whether this operator also writes the new tokens' keys and values to the cache.</summary>
    public bool WritesCache { get; init; } = true;

    /// <summary>The format of cached keys and values.</summary>
    public required NumberFormat KvCache { get; init; }

    /// <summary>The format of queries and outputs.</summary>
    public required NumberFormat Activations { get; init; }

    /// <summary>New tokens of the sequences served.</summary>
    public int QueryTokens => Decode.QueryTokens + Prefill.QueryTokens;

    /// <inheritdoc/>
    public override Flops Flops => Flops.FromCount(2.0 * (Decode.ScorePairs + Prefill.ScorePairs) * Heads * (KeyDimension + ValueDimension));

    /// <inheritdoc/>
    public override Bytes InputBytes => Activations.SizeOf((long)QueryTokens * Heads * KeyDimension + UncachedElements);

    /// <inheritdoc/>
    public override Bytes OutputBytes => Activations.SizeOf((long)QueryTokens * Heads * ValueDimension);

    /// <inheritdoc/>
    public override Bytes KvReadBytes => KvCache.SizeOf((Decode.KvTokens + Prefill.KvTokens) * CacheElementsPerToken);

    /// <inheritdoc/>
    public override Bytes KvWrittenBytes => WritesCache ? KvCache.SizeOf((long)QueryTokens * CacheElementsPerToken) : Bytes.Zero;

    private long UncachedElements => CacheElementsPerToken > 0 ? 0 : (Decode.KvTokens + Prefill.KvTokens) * KvHeads * (KeyDimension + ValueDimension);
}
