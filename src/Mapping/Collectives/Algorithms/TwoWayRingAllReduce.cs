namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce on a ring whose links carry half of the data each way.</summary>
/// <remarks>
/// The vector is cut into an even number of pieces; even ones go up the ring, odd ones down. On full-duplex links it takes half the time of one way.
/// </remarks>
public sealed class TwoWayRingAllReduce : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "ring_two_way";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        var doubled = request with { Pieces = request.Pieces * 2 };
        ScheduleBuilder builder = ScheduleBuilder.OfParts(doubled, Name);
        int ranks = request.Ranks;
        for (int step = 0; step < 2 * ranks - 2; step++)
        {
            for (int piece = 0; piece < doubled.Pieces; piece++)
            {
                int direction = piece % 2 == 0 ? 1 : ranks - 1;
                for (int i = 0; i < ranks; i++)
                {
                    int part = (i - step + 2 * ranks) % ranks;
                    builder.Add(i * direction % ranks, (i + 1) * direction % ranks, [piece * ranks + part], reduces: step < ranks - 1);
                }
            }
        }
        return builder.Build();
    }
}
