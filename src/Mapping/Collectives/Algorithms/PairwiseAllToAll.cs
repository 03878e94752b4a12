namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-to-all in n - 1 steps: in step k rank i sends to rank i + k, when it has received its block of the step before.</summary>
/// <remarks>
/// No receiver is ever met by two senders of one step.
/// </remarks>
public sealed class PairwiseAllToAll : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "pairwise";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllToAll;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfBlocks(request, Name);
        int ranks = request.Ranks;
        int[] received = [.. Enumerable.Repeat(-1, ranks)];
        for (int step = 1; step < ranks; step++)
        {
            int[] before = [.. received];
            for (int rank = 0; rank < ranks; rank++)
            {
                int to = (rank + step) % ranks;
                received[to] = builder.Add(rank, to, [rank * ranks + to], reduces: false, [before[rank]]);
            }
        }
        return builder.Build();
    }
}
