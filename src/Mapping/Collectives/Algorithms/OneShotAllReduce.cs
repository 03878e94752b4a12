namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-reduce in one step: every rank sends its whole vector to every other.</summary>
/// <remarks>
/// One latency and (n-1) times the vector for each rank; for small messages.
/// </remarks>
public sealed class OneShotAllReduce : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "one_shot";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllReduce;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfPieces(request, Name);
        int[] all = [.. Enumerable.Range(0, request.Ranks)];
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            var pairs = new List<(int From, int To)>();
            DirectPhase.ForAllPairs([all], (from, to, _, _) => pairs.Add((from, to)));
            builder.AddTogether(pairs, [piece], reduces: true);
        }
        return builder.Build();
    }
}
