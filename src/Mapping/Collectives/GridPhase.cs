namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>The two halves of a dimension-wise algorithm: rings along every line of one dimension of a grid.</summary>
/// <remarks>
/// Part numbers have the same coordinates as ranks. Along a dimension, position x is responsible for the parts whose coordinate
/// there is x; of the dimensions before it, it holds those that agree with its own coordinates, of those after it, all.
/// </remarks>
internal sealed class GridPhase
{
    private readonly ScheduleBuilder _builder;
    private readonly CollectiveRequest _request;
    private readonly int _piece;

    public GridPhase(ScheduleBuilder builder, CollectiveRequest request, int piece)
    {
        _builder = builder;
        _request = request;
        _piece = piece;
    }

    /// <summary>Sums along a dimension; those before it have been summed.</summary>
    public void ReduceScatter(int dimension)
    {
        IReadOnlyList<int[]> lines = Line.AllAlong(_request.Shape, dimension);
        RingPhase.ReduceScatter(_builder, lines, ChunksOf(lines, dimension), offset: -1);
    }

    /// <summary>Spreads along a dimension; those after it have been spread.</summary>
    public void AllGather(int dimension)
    {
        IReadOnlyList<int[]> lines = Line.AllAlong(_request.Shape, dimension);
        RingPhase.AllGather(_builder, lines, ChunksOf(lines, dimension), offset: 0);
    }

    private Func<int, int, IReadOnlyList<int>> ChunksOf(IReadOnlyList<int[]> lines, int dimension)
    {
        int below = 1;
        for (int i = 0; i < dimension; i++) below *= _request.Shape[i];
        int side = _request.Shape[dimension];
        return (line, position) =>
        {
            int own = lines[line][0] % below;
            return [.. Enumerable.Range(0, _request.Ranks)
                .Where(part => part % below == own && part / below % side == position)
                .Select(part => _piece * _request.Ranks + part)];
        };
    }
}
