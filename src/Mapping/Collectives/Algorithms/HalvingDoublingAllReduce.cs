namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce by Rabenseifner: parts are summed while the distance and the size halve, then spread the same way back.</summary>
/// <remarks>
/// 2 log2 n steps and 2 (n-1)/n of the vector for each rank. Partners are far first, or near first with a distance that doubles. For a power of two of ranks.
/// </remarks>
public sealed class HalvingDoublingAllReduce : ICollectiveAlgorithm
{
    private readonly bool _nearFirst;

    /// <param name="nearFirst">Whether the first partner is the next rank, rather than the one half the ranks away.</param>
    public HalvingDoublingAllReduce(bool nearFirst) => _nearFirst = nearFirst;

    /// <inheritdoc/>
    public string Name => _nearFirst ? "halving_doubling_near" : "halving_doubling";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce && AlgorithmRules.IsPowerOfTwo(request.Ranks);

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        int[] distances = HalvingPhase.Distances(request.Ranks, _nearFirst);
        HalvingPhase.ReduceScatter(builder, request, distances);
        HalvingPhase.AllGather(builder, request, [.. distances.Reverse()]);
        return builder.Build();
    }
}
