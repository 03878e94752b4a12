namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>Reduce-scatter in one step: every rank sends every other its part.</summary>
public sealed class DirectReduceScatter : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "direct";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.ReduceScatter;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        int[] all = [.. Enumerable.Range(0, request.Ranks)];
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            int first = piece * request.Ranks;
            DirectPhase.ReduceScatter(builder, [all], member => [first + member]);
        }
        return builder.Build();
    }
}
