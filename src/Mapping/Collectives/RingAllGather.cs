namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>All-gather on a ring: every part travels once round.</summary>
/// <remarks>Of n ranks, in step k = 0 .. n-2 rank i sends part (i - k) mod n to rank i + 1.</remarks>
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
        int ranks = request.Ranks;
        for (int step = 0; step < ranks - 1; step++)
        {
            for (int piece = 0; piece < request.Pieces; piece++)
            {
                for (int rank = 0; rank < ranks; rank++)
                {
                    int part = (rank - step + ranks) % ranks;
                    builder.Add(rank, (rank + 1) % ranks, [piece * ranks + part], reduces: false);
                }
            }
        }
        return builder.Build();
    }
}
