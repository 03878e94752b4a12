namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce on a ring: every part travels once round to be summed and once more to be spread.</summary>
/// <remarks>
/// Of n ranks, in step k = 0 .. 2n-3 rank i sends part (i - k) mod n to rank i + 1, when it has received that part in the step
/// before. Each rank sends 2 (n-1)/n of the vector, which no algorithm without help of switches can undercut.
/// </remarks>
public sealed class RingAllReduce : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "ring";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfParts(request, Name);
        int ranks = request.Ranks;
        for (int step = 0; step < 2 * ranks - 2; step++)
        {
            for (int piece = 0; piece < request.Pieces; piece++)
            {
                for (int rank = 0; rank < ranks; rank++)
                {
                    int part = (rank - step + 2 * ranks) % ranks;
                    builder.Add(rank, (rank + 1) % ranks, [piece * ranks + part], reduces: step < ranks - 1);
                }
            }
        }
        return builder.Build();
    }
}
