namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce up and down one binary tree: rank i sends its sum to rank (i - 1) / 2, and the total comes back the same way.</summary>
/// <remarks>
/// Pieces follow one another through the tree. Inner ranks receive from two, so a link carries twice the vector at worst.
/// </remarks>
public sealed class TreeAllReduce : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "tree";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfPieces(request, Name);
        var tree = new RankTree(request.Ranks, rank => rank, rank => rank == 0 ? -1 : (rank - 1) / 2);
        for (int piece = 0; piece < request.Pieces; piece++) tree.Reduce(builder, [piece]);
        for (int piece = 0; piece < request.Pieces; piece++) tree.Broadcast(builder, [piece]);
        return builder.Build();
    }
}
