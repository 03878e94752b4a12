namespace DeepStack.Sim.Mapping.Collectives.Algorithms;

/// <summary>All-to-all on a grid of rings: blocks go to the next rank of the first dimension, one after the other, until each has its place there, then along the next.</summary>
/// <remarks>
/// In round s of a dimension of side a, a rank passes on the a - s bundles that have farther to go; each message waits for the one received before it.
/// Of a bundle, the blocks for one place of a line travel together, as one message.
/// </remarks>
public sealed class DimensionWiseAllToAll : ICollectiveAlgorithm
{
    /// <inheritdoc/>
    public string Name => "dimension_wise";

    /// <inheritdoc/>
    public bool Supports(CollectiveRequest request) => request.Kind == CollectiveKind.AllToAll && request.Shape.Count >= 1;

    /// <inheritdoc/>
    public CollectiveSchedule Build(CollectiveRequest request)
    {
        AlgorithmRules.Check(this, request);
        ScheduleBuilder builder = ScheduleBuilder.OfBlocks(request, Name);
        int[] received = [.. Enumerable.Repeat(-1, request.Ranks)];
        for (int dimension = 0; dimension < request.Shape.Count; dimension++)
        {
            foreach ((int round, int ahead) in RoundsOf(request.Shape[dimension]))
            {
                int[] before = [.. received];
                foreach (int[] line in Line.AllAlong(request.Shape, dimension)) Pass(builder, request, dimension, line, round, ahead, before, received);
            }
        }
        return builder.Build();
    }

    /// <summary>In every round, the bundles that have still to go, by how far they were to go at first.</summary>
    private static IEnumerable<(int Round, int Ahead)> RoundsOf(int side)
    {
        for (int round = 1; round < side; round++)
        {
            for (int ahead = round; ahead < side; ahead++) yield return (round, ahead);
        }
    }

    private static void Pass(ScheduleBuilder builder, CollectiveRequest request, int dimension, int[] line, int round, int ahead, int[] before, int[] received)
    {
        for (int i = 0; i < line.Length; i++)
        {
            int origin = line[(i - round + 1 + line.Length) % line.Length], goal = line[(i + ahead - round + 1) % line.Length];
            int next = line[(i + 1) % line.Length];
            received[next] = builder.Add(line[i], next, BundleOf(request, dimension, origin, goal), reduces: false, [before[line[i]]]);
        }
    }

    /// <summary>The blocks that lie at an origin when a dimension begins and must go to the goal's place in it.</summary>
    private static List<int> BundleOf(CollectiveRequest request, int dimension, int origin, int goal)
    {
        int below = 1;
        for (int i = 0; i < dimension; i++) below *= request.Shape[i];
        int side = request.Shape[dimension], ranks = request.Ranks;
        var blocks = new List<int>();
        for (int sender = origin / below * below; sender < origin / below * below + below; sender++)
        {
            for (int receiver = origin % below; receiver < ranks; receiver += below)
            {
                if (receiver / below % side == goal / below % side) blocks.Add(sender * ranks + receiver);
            }
        }
        return blocks;
    }
}
