namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce in two steps: every rank collects and sums its part from all others, then sends it to all others.</summary>
/// <remarks>
/// Two latencies and 2 (n-1)/n of the vector for each rank, where every pair has a path of its own.
/// </remarks>
public sealed class TwoShotAllReduce : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "two_shot";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        int[] all = [.. Enumerable.Range(0, request.Ranks)];
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            int first = piece * request.Ranks;
            DirectPhase.ReduceScatter(builder, [all], member => [first + member]);
            DirectPhase.AllGather(builder, [all], member => [first + member]);
        }
        return builder.Build();
    }
}
