namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-gather on a ring: every part travels once round.</summary>
/// <remarks>
/// In step k rank i sends part i - k to rank i + 1.
/// </remarks>
public sealed class RingAllGather : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "ring";

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
            RingPhase.AllGather(builder, [all], (_, part) => [first + part], offset: 0);
        }
        return builder.Build();
    }
}
