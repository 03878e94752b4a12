namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>Reduce-scatter in log2 n steps: partners exchange the half that the other will keep, from the farthest to the nearest.</summary>
/// <remarks>
/// For a power of two of ranks.
/// </remarks>
public sealed class RecursiveHalvingReduceScatter : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "recursive_halving";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.ReduceScatter && AlgorithmRules.IsPowerOfTwo(request.Ranks);

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        HalvingPhase.ReduceScatter(builder, request, HalvingPhase.Distances(request.Ranks, nearFirst: false));
        return builder.Build();
    }
}
