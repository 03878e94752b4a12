namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>Rank 0 sends its vector to the last rank.</summary>
public sealed class DirectSendReceive : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "direct";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.SendReceive && request.Ranks >= 2;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfPieces(request, Name);
        for (int piece = 0; piece < request.Pieces; piece++) builder.Add(0, request.Ranks - 1, [piece], reduces: false);
        return builder.Build();
    }
}
