namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>The lines of a grid of ranks, innermost coordinate fastest.</summary>
internal static class Line
{
    /// <summary>All lines along a dimension, each as its ranks in order.</summary>
    /// <param name="shape">The sides, innermost first.</param>
    /// <param name="dimension">Which coordinate runs along a line.</param>
    public static IReadOnlyList<int[]> AllAlong(IReadOnlyList<int> shape, int dimension)
    {
        int stride = 1, ranks = 1;
        for (int i = 0; i < shape.Count; i++)
        {
            if (i < dimension) stride *= shape[i];
            ranks *= shape[i];
        }
        int side = shape[dimension];
        var lines = new List<int[]>();
        for (int rank = 0; rank < ranks; rank++)
        {
            if (rank / stride % side == 0) lines.Add([.. Enumerable.Range(0, side).Select(i => rank + i * stride)]);
        }
        return lines;
    }
}
