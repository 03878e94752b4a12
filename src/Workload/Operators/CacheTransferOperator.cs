using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>A copy between activations and the cache, where it is an operator of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tokens">Positions copied.</param>
/// <param name="ElementsPerToken">Elements of one position.</param>
/// <param name="Writes">Whether the cache is written; otherwise it is read.</param>
/// <param name="KvCache">The format in the cache.</param>
/// <param name="Activations">The format outside.</param>
public sealed record CacheTransferOperator(string Name, long Tokens, int ElementsPerToken, bool Writes, NumberFormat KvCache, NumberFormat Activations)
    : Operator(Name, Sharding.Replicated)
{
    private Bytes Outside => Activations.SizeOf(Tokens * ElementsPerToken);

    private Bytes Cached => KvCache.SizeOf(Tokens * ElementsPerToken);

    /// <inheritdoc/>
    public override Flops Flops => Flops.Zero;

    /// <inheritdoc/>
    public override Bytes InputBytes => Writes ? Outside : Bytes.Zero;

    /// <inheritdoc/>
    public override Bytes OutputBytes => Writes ? Bytes.Zero : Outside;

    /// <inheritdoc/>
    public override Bytes KvReadBytes => Writes ? Bytes.Zero : Cached;

    /// <inheritdoc/>
    public override Bytes KvWrittenBytes => Writes ? Cached : Bytes.Zero;
}
