namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-to-all in one step: every rank sends every other its block, beginning with the rank after it.</summary>
public sealed class DirectAllToAll : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "direct";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllToAll;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfBlocks(request, Name);
        int[] all = [.. Enumerable.Range(0, request.Ranks)];
        DirectPhase.ForAllPairs([all], (from, to, _, _) => builder.Add(from, to, [from * request.Ranks + to], reduces: false));
        return builder.Build();
    }
}
