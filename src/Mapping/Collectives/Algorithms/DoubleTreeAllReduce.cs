namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce on two binary trees at once, each for half of the vector; a rank that is inner in one is a leaf in the other.</summary>
/// <remarks>
/// Sanders, Speck and Traeff, "Two-tree algorithms for full bandwidth broadcast, reduction and scan", 2009. Logarithmic latency at nearly the bytes of a ring.
/// The first tree holds the ranks in order; the second is its mirror image for an even number of ranks, and shifted by one for an odd number.
/// </remarks>
public sealed class DoubleTreeAllReduce : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "double_tree";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        var doubled = request with { Pieces = request.Pieces * 2 };
        ScheduleBuilder builder = ScheduleBuilder.OfPieces(doubled, Name);
        int ranks = request.Ranks;
        int[] parents = ParentsInOrder(ranks);
        RankTree[] trees =
        [
            new RankTree(ranks, place => place, place => parents[place]),
            new RankTree(ranks, place => ranks % 2 == 0 ? ranks - 1 - place : (place + 1) % ranks, place => parents[place]),
        ];
        for (int piece = 0; piece < doubled.Pieces; piece++) trees[piece % 2].Reduce(builder, [piece]);
        for (int piece = 0; piece < doubled.Pieces; piece++) trees[piece % 2].Broadcast(builder, [piece]);
        return builder.Build();
    }

    /// <summary>The place above every place: place 0 is the root, with one child; below it a tree in which every second place is a leaf.</summary>
    private static int[] ParentsInOrder(int ranks)
    {
        int[] parents = new int[ranks];
        parents[0] = -1;
        Hang(parents, 1, ranks, 0);
        return parents;
    }

    private static void Hang(int[] parents, int from, int to, int above)
    {
        if (from >= to) return;
        int half = 1;
        while (half * 2 <= to - from) half *= 2;
        int root = from + half - 1;
        parents[root] = above;
        Hang(parents, from, root, root);
        Hang(parents, root + 1, to, root);
    }
}
