using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Finds the cut of a kernel that is predicted to be fastest and predicts few others: no cut is faster than its bytes and its arithmetic allow.</summary>
internal sealed class CutSearch
{
    private readonly List<(MatrixTile Tile, double LeastPs)> _cuts = [];

    /// <summary>Begins anew.</summary>
    public void Clear() => _cuts.Clear();

    /// <summary>Adds a cut.</summary>
    /// <param name="tile">The cut.</param>
    /// <param name="leastPs">What it takes at least [ps].</param>
    public void Add(MatrixTile tile, double leastPs) => _cuts.Add((tile, leastPs));

    /// <summary>The fastest cut; of equally fast ones the first. The cut of the least bound is predicted first.</summary>
    /// <param name="predict">Predicts the time of a cut.</param>
    public MatrixTile Fastest(Func<MatrixTile, Duration> predict)
    {
        int promising = 0;
        for (int i = 1; i < _cuts.Count; i++)
        {
            if (_cuts[i].LeastPs < _cuts[promising].LeastPs) promising = i;
        }
        int best = promising;
        Duration time = predict(_cuts[best].Tile);
        for (int i = 0; i < _cuts.Count; i++)
        {
            double least = _cuts[i].LeastPs;
            if (i == promising || least > time.Picoseconds || (least >= time.Picoseconds && i > best)) continue;
            Duration other = predict(_cuts[i].Tile);
            if (other < time || (other == time && i < best)) (best, time) = (i, other);
        }
        return _cuts[best].Tile;
    }
}
