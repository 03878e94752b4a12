namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>Reduce-scatter on a ring: every part travels once round and is summed on its way.</summary>
/// <remarks>
/// Rank i ends with part i.
/// </remarks>
public sealed class RingReduceScatter : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "ring";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.ReduceScatter;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        int[] all = [.. Enumerable.Range(0, request.Ranks)];
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            int first = piece * request.Ranks;
            RingPhase.ReduceScatter(builder, [all], (_, part) => [first + part], offset: -1);
        }
        return builder.Build();
    }
}
