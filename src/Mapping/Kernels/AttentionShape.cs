using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>The attention heads that one device computes.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="QueryHeads">Query heads on the device; at least 1.</param>
/// <param name="KeyValueHeads">Key and value heads on the device; at least 1, replicated where there are more devices than heads.</param>
/// <param name="HeadSize">Elements of a head's query and key.</param>
/// <param name="Arithmetic">Format of queries and of the arithmetic.</param>
/// <param name="Cache">Format of the keys and values that are read.</param>
public readonly record struct AttentionShape(
    string Name, int QueryHeads, int KeyValueHeads, int HeadSize, NumberFormat Arithmetic, NumberFormat Cache)
{
    /// <summary>Elements of a head's value; 0 where only scores are wanted.</summary>
    public int ValueSize { get; init; } = HeadSize;

    /// <summary>Elements that hold a token's key and value of one head; fewer than both where the value is part of the key.</summary>
    public int StoredSize { get; init; } = 2 * HeadSize;

    /// <summary>Whether the new tokens' keys and values are written.</summary>
    public bool WritesCache { get; init; } = true;

    /// <summary>The most positions a token sees; 0 for no limit.</summary>
    public int Limit { get; init; }

    /// <summary>Whether these are the latest ones (a window), which neighbours share, or lie scattered, each token's apart.</summary>
    public bool Contiguous { get; init; } = true;

    /// <summary>Whether a token's value is part of its key, as in a latent that all heads share.</summary>
    public bool IsLatent => ValueSize > 0 && StoredSize < HeadSize + ValueSize;

    /// <summary>Whether the cache holds fewer bits than are computed with, so that new queries, keys and values are narrowed first.</summary>
    public bool IsNarrowed => Cache.Bits < Arithmetic.Bits;

    /// <summary>Bytes of keys and values of a token.</summary>
    public Bytes PerToken => Cache.SizeOf((long)KeyValueHeads * StoredSize);

    /// <summary>Positions that a token sees, itself included.</summary>
    /// <param name="positions">Positions up to it, itself included.</param>
    public int Seen(int positions) => Limit > 0 ? Math.Min(positions, Limit) : positions;
}
