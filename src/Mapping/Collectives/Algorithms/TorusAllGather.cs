namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-gather on a grid: parts travel along the first dimension, then what a line has gathered along the next, and so on.</summary>
/// <remarks>
/// Every line of a dimension is a ring.
/// </remarks>
public sealed class TorusAllGather : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "torus";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllGather && request.Shape.Count >= 1;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        for (int piece = 0; piece < request.Pieces; piece++) Gather(builder, request, piece);
        return builder.Build();
    }

    private static void Gather(ScheduleBuilder builder, CollectiveRequest request, int piece)
    {
        int held = 1;
        for (int dimension = 0; dimension < request.Shape.Count; dimension++)
        {
            IReadOnlyList<int[]> lines = Line.AllAlong(request.Shape, dimension);
            int block = held;
            RingPhase.AllGather(builder, lines, (line, position) => BlockOf(lines[line][position], block, piece * request.Ranks), offset: 0);
            held *= request.Shape[dimension];
        }
    }

    /// <summary>What a rank has gathered along the dimensions before: the parts that share its place in all later ones.</summary>
    private static int[] BlockOf(int rank, int block, int first) => [.. Enumerable.Range(rank / block * block, block).Select(part => first + part)];
}
