using System.Numerics;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The matrix unit of one core: rates per number format, native instruction shape, and what it sustains.</summary>
/// <param name="Rates">Rates by format; never empty.</param>
/// <param name="RowGranule">Rows (m) of the native instruction; fewer are padded.</param>
/// <param name="ColumnGranule">Columns (n) of the native instruction; fewer are padded.</param>
/// <param name="DepthGranule">Bytes of k in the native instruction; fewer are padded.</param>
/// <param name="StepFloor">The least time of one k step of 128 bytes: fetch, synchronise, issue.</param>
public sealed record MatrixUnitSpec(
    IReadOnlyList<MatrixRate> Rates,
    int RowGranule,
    int ColumnGranule,
    Bytes DepthGranule,
    Duration StepFloor)
{
    /// <summary>Formats whose tile follows from the rows alone; for all others the library picks the fastest cut.</summary>
    public IReadOnlyList<TileRule> TileRules { get; init; } = [];

    /// <summary>K steps that the library's kernels ask for ahead, at most, however small they are; at least 1.</summary>
    public int Stages { get; init; } = 16;

    /// <summary>The base arrays that it can be cut into along k; null where it is one piece.</summary>
    public BaseArraySpec? BaseArrays { get; init; }

    /// <summary>Whether the unit computes a format.</summary>
    public bool Supports(NumberFormat format) => PlaceOf(format) >= 0;

    /// <summary>The rate of a format.</summary>
    /// <exception cref="NotSupportedException">The unit lacks the format.</exception>
    public MatrixRate RateOf(NumberFormat format)
    {
        int place = PlaceOf(format);
        if (place >= 0) return Rates[place];
        throw new NotSupportedException($"The matrix unit has no {format}; it computes {string.Join(", ", Rates.Select(r => r.Format))}.");
    }

    /// <summary>The time a core needs to multiply an m by k with a k by n tile at its sustained rate, padding paid; cut into base arrays as is fastest.</summary>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="k">Depth, in elements.</param>
    /// <param name="format">The format of both inputs.</param>
    /// <param name="clock">The core's clock.</param>
    /// <exception cref="NotSupportedException">The unit lacks the format.</exception>
    public Duration TimeFor(int m, int n, int k, NumberFormat format, Clock clock) => TimeFor(m, n, k, format, RateOf(format).Sustained, clock);

    /// <summary>The same at a share of the peak that the caller's kernel sustains.</summary>
    /// <exception cref="NotSupportedException">The unit lacks the format.</exception>
    public Duration TimeFor(int m, int n, int k, NumberFormat format, double sustained, Clock clock) => clock.DurationOf(FastestCut(m, n, k, format, sustained).Time);

    /// <summary>The pieces that the array is cut into for such a tile, whichever are fastest; of equally fast cuts that into the fewest.</summary>
    /// <exception cref="NotSupportedException">The unit lacks the format.</exception>
    public int PiecesFor(int m, int n, int k, NumberFormat format) => FastestCut(m, n, k, format, RateOf(format).Sustained).Pieces;

    private (int Pieces, Cycles Time) FastestCut(int m, int n, int k, NumberFormat format, double sustained)
    {
        double flopsPerCycle = RateOf(format).FlopsPerCycle * sustained;
        (int Pieces, Cycles Time) best = (1, TimeInPieces(1));
        for (int pieces = 2; BaseArrays is not null && pieces <= RowGranule / BaseArrays.Rows; pieces *= 2)
        {
            Cycles time = TimeInPieces(pieces) + BaseArrays.Level * BitOperations.Log2((uint)pieces);
            if (time < best.Time) best = (pieces, time);
        }
        return best;

        Cycles TimeInPieces(int pieces) =>
            Cycles.FromCount((long)Math.Ceiling(2.0 * PaddedArea(m, n, RowGranule / pieces) * PaddedDepth(k, pieces, format) / flopsPerCycle));
    }

    private int PlaceOf(NumberFormat format)
    {
        for (int i = 0; i < Rates.Count; i++)
        {
            if (Rates[i].Format == format) return i;
        }
        return -1;
    }

    /// <summary>A product is computed as it stands or transposed, whichever pads less.</summary>
    private long PaddedArea(int m, int n, int rows) =>
        Math.Min(RoundUp(m, rows) * RoundUp(n, ColumnGranule), RoundUp(m, ColumnGranule) * RoundUp(n, rows));

    private long PaddedDepth(int k, int pieces, NumberFormat format)
    {
        long granule = Math.Max(1, DepthGranule.Count * 8 / format.Bits);
        return RoundUp(k, granule * pieces);
    }

    private static long RoundUp(long value, long granule) => (value + granule - 1) / granule * granule;
}
