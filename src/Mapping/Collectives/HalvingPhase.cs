namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>The two halves of Rabenseifner's algorithm, for a power of two of ranks.</summary>
/// <remarks>In a step of distance d a rank and the one whose number differs in that bit divide what they both hold: each keeps the parts whose number agrees with its own in the bit.</remarks>
internal static class HalvingPhase
{
    /// <summary>The distances of the steps, in order.</summary>
    public static int[] Distances(int ranks, bool nearFirst)
    {
        var distances = new List<int>();
        for (int distance = 1; distance < ranks; distance *= 2) distances.Add(distance);
        if (!nearFirst) distances.Reverse();
        return [.. distances];
    }

    /// <summary>Rank r ends with the sum of part r.</summary>
    public static void ReduceScatter(ScheduleBuilder builder, CollectiveRequest request, int[] distances)
    {
        int done = 0;
        foreach (int distance in distances)
        {
            int known = done;
            done |= distance;
            Step(builder, request, distance, rank => Parts(request, part => ((part ^ rank) & known) == 0 && ((part ^ rank) & distance) != 0), reduces: true);
        }
    }

    /// <summary>Rank r begins with part r; all end with all.</summary>
    public static void AllGather(ScheduleBuilder builder, CollectiveRequest request, int[] distances)
    {
        int open = request.Ranks - 1;
        foreach (int distance in distances)
        {
            int still = open;
            open &= ~distance;
            Step(builder, request, distance, rank => Parts(request, part => ((part ^ rank) & still) == 0), reduces: false);
        }
    }

    private static void Step(ScheduleBuilder builder, CollectiveRequest request, int distance, Func<int, IEnumerable<int>> partsOf, bool reduces)
    {
        int ranks = request.Ranks;
        int[][] parts = [.. Enumerable.Range(0, ranks).Select(rank => partsOf(rank).ToArray())];
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            for (int rank = 0; rank < ranks; rank++)
                builder.Add(rank, rank ^ distance, [.. parts[rank].Select(part => piece * ranks + part)], reduces);
        }
    }

    private static IEnumerable<int> Parts(CollectiveRequest request, Func<int, bool> isMeant) => Enumerable.Range(0, request.Ranks).Where(isMeant);
}
