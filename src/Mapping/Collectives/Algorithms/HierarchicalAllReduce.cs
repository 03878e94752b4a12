namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce in two levels: directly inside each group, by rings across groups, directly back inside.</summary>
/// <remarks>
/// Shape is (ranks of a group, groups). Rank r of a group sums part r of its group and meets the r-th ranks of the others on a ring of their own.
/// </remarks>
public sealed class HierarchicalAllReduce : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "hierarchical";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce && request.Shape.Count == 2;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        int inner = request.Shape[0], ranks = request.Ranks;
        IReadOnlyList<int[]> groups = Line.AllAlong(request.Shape, 0), rings = Line.AllAlong(request.Shape, 1);
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            int first = piece * ranks;
            IReadOnlyList<int> Share(int member) => [.. Enumerable.Range(0, ranks).Where(part => part % inner == member).Select(part => first + part)];
            IReadOnlyList<int> Part(int ring, int position) => [first + position * inner + ring];
            DirectPhase.ReduceScatter(builder, groups, Share);
            RingPhase.ReduceScatter(builder, rings, Part, offset: -1);
            RingPhase.AllGather(builder, rings, Part, offset: 0);
            DirectPhase.AllGather(builder, groups, Share);
        }
        return builder.Build();
    }
}
