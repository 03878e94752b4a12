using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Models;

/// <summary>The selector of a sparse attention: small heads score all earlier positions, and the best are attended.</summary>
/// <remarks>DeepSeek-AI, "DeepSeek-V3.2", 2025 (lightning indexer): keys are cached in eight bit with one scale of 32 bit a token.</remarks>
/// <param name="Heads">Indexer heads.</param>
/// <param name="HeadDimension">Elements of an indexer head; the key is shared by all heads.</param>
/// <param name="TopK">Positions that are attended; all, where there are fewer.</param>
public sealed record SparseIndexer(int Heads, int HeadDimension, int TopK)
{
    /// <summary>The format in which the indexer's keys are cached and compared.</summary>
    public static NumberFormat KeyFormat => NumberFormat.Fp8;

    /// <summary>Bytes that a token leaves in the cache of one layer: its key and the key's scale.</summary>
    public int CacheBytesPerToken => HeadDimension + 4;

    /// <summary>Weights of the query and key projections.</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    /// <param name="queryRank">The rank of the compressed queries it reads.</param>
    public long ProjectionParameters(int hiddenSize, int queryRank) => (long)queryRank * Heads * HeadDimension + (long)hiddenSize * HeadDimension;

    /// <summary>The head weights and the key's layer norm (scale and bias).</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    public long OtherParameters(int hiddenSize) => (long)hiddenSize * Heads + 2 * HeadDimension;
}
