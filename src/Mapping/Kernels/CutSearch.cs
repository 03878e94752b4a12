using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Finds the cut of a kernel that is predicted to be fastest and builds few others: no cut is faster than its bytes and its arithmetic allow.</summary>
/// <param name="device">The device to cut for.</param>
internal sealed class CutSearch(DeviceRates device)
{
    private readonly List<(MatrixTile Tile, double LeastPs)> _cuts = [];

    /// <summary>Begins anew.</summary>
    public void Clear() => _cuts.Clear();

    /// <summary>Adds a cut.</summary>
    /// <param name="tile">The cut.</param>
    /// <param name="leastPs">What it takes at least [ps].</param>
    public void Add(MatrixTile tile, double leastPs) => _cuts.Add((tile, leastPs));

    /// <summary>The kernel of the fastest cut; of equally fast ones the first. The cut of the least bound is built first.</summary>
    /// <param name="build">Builds the kernel of a cut.</param>
    public Kernel Fastest(Func<MatrixTile, Kernel> build)
    {
        int promising = 0;
        for (int i = 1; i < _cuts.Count; i++)
        {
            if (_cuts[i].LeastPs < _cuts[promising].LeastPs) promising = i;
        }
        int best = promising;
        Kernel kernel = build(_cuts[best].Tile);
        Duration time = device.Predict(kernel);
        for (int i = 0; i < _cuts.Count; i++)
        {
            double least = _cuts[i].LeastPs;
            if (i == promising || least > time.Picoseconds || (least >= time.Picoseconds && i > best)) continue;
            Kernel other = build(_cuts[i].Tile);
            Duration otherTime = device.Predict(other);
            if (otherTime < time || (otherTime == time && i < best)) (best, kernel, time) = (i, other, otherTime);
        }
        return kernel;
    }
}
