namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>A tree over the ranks, for summing towards its root and spreading from it.</summary>
internal sealed class RankTree
{
    private readonly int[] _parents;
    private readonly int[] _fromLeaves;

    /// <param name="ranks">How many ranks there are.</param>
    /// <param name="rankAt">The rank at a place of the tree.</param>
    /// <param name="parentOf">The place above a place; -1 for the root.</param>
    public RankTree(int ranks, Func<int, int> rankAt, Func<int, int> parentOf)
    {
        _parents = new int[ranks];
        int[] depths = new int[ranks];
        for (int place = 0; place < ranks; place++)
        {
            int above = parentOf(place);
            _parents[rankAt(place)] = above < 0 ? -1 : rankAt(above);
            for (int p = place; parentOf(p) >= 0; p = parentOf(p)) depths[rankAt(place)]++;
        }
        _fromLeaves = [.. Enumerable.Range(0, ranks).OrderByDescending(rank => depths[rank]).ThenByDescending(rank => rank)];
    }

    /// <summary>Sums chunks at the root; children send before their parents.</summary>
    public void Reduce(ScheduleBuilder builder, IReadOnlyList<int> chunks)
    {
        foreach (int rank in _fromLeaves)
        {
            if (_parents[rank] >= 0) builder.Add(rank, _parents[rank], chunks, reduces: true);
        }
    }

    /// <summary>Spreads chunks from the root; parents send before their children.</summary>
    public void Broadcast(ScheduleBuilder builder, IReadOnlyList<int> chunks)
    {
        foreach (int rank in _fromLeaves.Reverse())
        {
            if (_parents[rank] >= 0) builder.Add(_parents[rank], rank, chunks, reduces: false);
        }
    }
}
