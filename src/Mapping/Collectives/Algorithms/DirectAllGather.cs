namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-gather in one step: every rank sends its part to every other.</summary>
public sealed class DirectAllGather : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "direct";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllGather;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        int[] all = [.. Enumerable.Range(0, request.Ranks)];
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            int first = piece * request.Ranks;
            DirectPhase.AllGather(builder, [all], member => [first + member]);
        }
        return builder.Build();
    }
}
