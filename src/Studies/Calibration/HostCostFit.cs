using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Finds the non-negative host time per step, sequence and token that makes a replay agree best with a measurement.</summary>
/// <remarks>A pattern search: one value at a time is moved up or down, and the moves are halved when none helps. It draws nothing.</remarks>
/// <param name="errorOf">The disagreement of a replay with given host time.</param>
public sealed class HostCostFit(Func<HostCosts, double> errorOf)
{
    private const double SmallestMove = 1.0 / 64;

    private static readonly long[] FirstMoves = [400_000_000, 8_000_000, 2_000_000];

    /// <summary>The least disagreement found.</summary>
    public double Error { get; private set; }

    /// <summary>Searches from a first guess.</summary>
    public HostCosts Run(HostCosts start)
    {
        long[] best = [start.PerStep.Picoseconds, start.PerSequence.Picoseconds, start.PerToken.Picoseconds];
        Error = errorOf(CostsOf(best));
        for (double scale = 1; scale >= SmallestMove; scale /= 2)
        {
            bool moved;
            do
            {
                moved = false;
                for (int i = 0; i < best.Length; i++) moved |= TryMove(best, i, scale) || TryMove(best, i, -scale);
            }
            while (moved);
        }
        return CostsOf(best);
    }

    private bool TryMove(long[] best, int index, double scale)
    {
        long[] candidate = [.. best];
        candidate[index] = Math.Max(0, candidate[index] + (long)(FirstMoves[index] * scale));
        if (candidate[index] == best[index]) return false;
        double error = errorOf(CostsOf(candidate));
        if (error >= Error) return false;
        Error = error;
        best[index] = candidate[index];
        return true;
    }

    private static HostCosts CostsOf(long[] picoseconds) => new()
    {
        PerStep = Duration.FromPicoseconds(picoseconds[0]),
        PerSequence = Duration.FromPicoseconds(picoseconds[1]),
        PerToken = Duration.FromPicoseconds(picoseconds[2]),
    };
}
