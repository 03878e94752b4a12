namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>Broadcast in log2 n steps: whoever has the vector sends it to a rank that has not.</summary>
/// <remarks>
/// In step s the first 2^s ranks send; rank i sends to rank i + 2^s.
/// </remarks>
public sealed class BinomialBroadcast : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "binomial";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.Broadcast;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfPieces(request, Name);
        for (int have = 1; have < request.Ranks; have *= 2)
        {
            for (int piece = 0; piece < request.Pieces; piece++)
            {
                for (int rank = 0; rank < have && rank + have < request.Ranks; rank++) builder.Add(rank, rank + have, [piece], reduces: false);
            }
        }
        return builder.Build();
    }
}
