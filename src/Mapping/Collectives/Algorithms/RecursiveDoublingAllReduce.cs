namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce in log2 n steps: in step s every rank exchanges its whole vector with the rank whose number differs in bit s.</summary>
/// <remarks>
/// Fewest steps, most bytes: log2 n times the vector. For a power of two of ranks.
/// </remarks>
public sealed class RecursiveDoublingAllReduce : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "recursive_doubling";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce && AlgorithmRules.IsPowerOfTwo(request.Ranks);

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfPieces(request, Name);
        for (int distance = 1; distance < request.Ranks; distance *= 2)
        {
            for (int piece = 0; piece < request.Pieces; piece++) Exchange(builder, request.Ranks, distance, piece);
        }
        return builder.Build();
    }

    /// <summary>One step of one piece; what a rank sends is what it had before the step.</summary>
    private static void Exchange(ScheduleBuilder builder, int ranks, int distance, int piece)
    {
        var pairs = new List<(int From, int To)>();
        for (int rank = 0; rank < ranks; rank++) pairs.Add((rank, rank ^ distance));
        builder.AddTogether(pairs, [piece], reduces: true);
    }
}
