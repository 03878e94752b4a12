namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>Broadcast along a chain: every rank passes each piece on to the next.</summary>
/// <remarks>
/// With many pieces it takes little more than the time of one copy.
/// </remarks>
public sealed class ChainBroadcast : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "chain";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.Broadcast;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfPieces(request, Name);
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            for (int rank = 0; rank + 1 < request.Ranks; rank++) builder.Add(rank, rank + 1, [piece], reduces: false);
        }
        return builder.Build();
    }
}
