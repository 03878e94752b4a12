namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>The two halves of a ring algorithm, on any number of rings at once; ring, torus and hierarchical algorithms are made of them.</summary>
/// <remarks>In step k position i of a ring sends part i - k + offset to position i + 1.</remarks>
internal static class RingPhase
{
    /// <summary>Sums every part round its ring; position i ends with the sum of part i + 1 + offset.</summary>
    /// <param name="builder">Takes the messages.</param>
    /// <param name="rings">The ranks of every ring, in order.</param>
    /// <param name="chunksOf">The chunks of a part, on a ring given by its number.</param>
    /// <param name="offset">Which part a position begins with.</param>
    public static void ReduceScatter(ScheduleBuilder builder, IReadOnlyList<int[]> rings, Func<int, int, IReadOnlyList<int>> chunksOf, int offset) =>
        Turn(builder, rings, chunksOf, offset, reduces: true);

    /// <summary>Spreads every part round its ring; position i begins with part i + offset.</summary>
    /// <inheritdoc cref="ReduceScatter"/>
    public static void AllGather(ScheduleBuilder builder, IReadOnlyList<int[]> rings, Func<int, int, IReadOnlyList<int>> chunksOf, int offset) =>
        Turn(builder, rings, chunksOf, offset, reduces: false);

    private static void Turn(ScheduleBuilder builder, IReadOnlyList<int[]> rings, Func<int, int, IReadOnlyList<int>> chunksOf, int offset, bool reduces)
    {
        int size = rings[0].Length;
        for (int step = 0; step < size - 1; step++)
        {
            for (int ring = 0; ring < rings.Count; ring++)
            {
                int[] ranks = rings[ring];
                for (int i = 0; i < size; i++)
                {
                    int part = ((i - step + offset) % size + size) % size;
                    builder.Add(ranks[i], ranks[(i + 1) % size], chunksOf(ring, part), reduces);
                }
            }
        }
    }
}
