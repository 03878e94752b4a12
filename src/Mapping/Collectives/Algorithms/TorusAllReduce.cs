namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce on a grid, one dimension after another: parts are summed along the first, parts of these along the next, and so on, then spread back.</summary>
/// <remarks>
/// Every line of a dimension is a ring. The last dimension does its sum and its spreading in one go.
/// </remarks>
public sealed class TorusAllReduce : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "torus";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce && request.Shape.Count >= 1;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        for (int piece = 0; piece < request.Pieces; piece++) Reduce(builder, request, piece);
        return builder.Build();
    }

    private static void Reduce(ScheduleBuilder builder, CollectiveRequest request, int piece)
    {
        var grid = new GridPhase(builder, request, piece);
        for (int dimension = 0; dimension < request.Shape.Count; dimension++) grid.ReduceScatter(dimension);
        for (int dimension = request.Shape.Count - 1; dimension >= 0; dimension--) grid.AllGather(dimension);
    }
}
