using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Models;

/// <summary>Layers of one shape.</summary>
/// <param name="Count">How many.</param>
/// <param name="Attention">Their attention.</param>
/// <param name="FeedForward">Their feed-forward part.</param>
public sealed record LayerGroup(int Count, AttentionSpec Attention, FeedForwardSpec FeedForward)
{
    /// <summary>The norms of one layer: before the attention and before the feed-forward part.</summary>
    public const int NormsPerLayer = 2;

    /// <summary>Bytes that a token leaves in the cache of one layer.</summary>
    /// <param name="format">The format of cached keys and values.</param>
    public Bytes KvBytesPerToken(NumberFormat format) =>
        format.SizeOf(Attention.KvElementsPerToken) +
        Bytes.FromCount(Attention is LatentAttention { Indexer: { } indexer } ? indexer.CacheBytesPerToken : 0);
}
