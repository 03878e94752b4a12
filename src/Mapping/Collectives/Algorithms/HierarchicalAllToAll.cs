namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-to-all in two levels: inside a group blocks go to the member with the receiver's place, which sends them to the receiver's group in one message.</summary>
/// <remarks>
/// Shape is (ranks of a group, groups). Fewer and larger messages between groups, at the price of a second trip inside.
/// </remarks>
public sealed class HierarchicalAllToAll : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "hierarchical";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllToAll && request.Shape.Count == 2;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfBlocks(request, Name);
        int inner = request.Shape[0], ranks = request.Ranks;
        DirectPhase.ForAllPairs(Line.AllAlong(request.Shape, 0), (from, to, _, member) =>
            builder.Add(from, to, [.. Enumerable.Range(0, ranks).Where(receiver => receiver % inner == member).Select(receiver => from * ranks + receiver)], reduces: false));
        DirectPhase.ForAllPairs(Line.AllAlong(request.Shape, 1), (from, to, group, _) =>
            builder.Add(from, to, [.. Enumerable.Range(group * inner, inner).Select(sender => sender * ranks + to)], reduces: false));
        return builder.Build();
    }
}
