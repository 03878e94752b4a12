namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-gather in log2 n steps: partners exchange all they have, from the farthest to the nearest.</summary>
/// <remarks>
/// In step s the partner differs in bit n / 2^(s+1), and 2^s parts are sent. For a power of two of ranks.
/// </remarks>
public sealed class RecursiveDoublingAllGather : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "recursive_doubling";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllGather && AlgorithmRules.IsPowerOfTwo(request.Ranks);

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        HalvingPhase.AllGather(builder, request, HalvingPhase.Distances(request.Ranks, nearFirst: false));
        return builder.Build();
    }
}
