namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>Reduce-scatter on a grid, one dimension after another.</summary>
/// <remarks>
/// Every line of a dimension is a ring.
/// </remarks>
public sealed class TorusReduceScatter : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "torus";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.ReduceScatter && request.Shape.Count >= 1;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            var grid = new GridPhase(builder, request, piece);
            for (int dimension = 0; dimension < request.Shape.Count; dimension++) grid.ReduceScatter(dimension);
        }
        return builder.Build();
    }
}
