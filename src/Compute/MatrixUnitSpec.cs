using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The matrix unit of one core: rates per number format, native instruction shape, and what it sustains.</summary>
/// <param name="Rates">Peak operations a cycle of one core (a multiply-add counts two) by format; never empty.</param>
/// <param name="RowGranule">Rows (m) of the native instruction; fewer are padded.</param>
/// <param name="ColumnGranule">Columns (n) of the native instruction; fewer are padded.</param>
/// <param name="DepthGranule">Bytes of k in the native instruction; fewer are padded.</param>
/// <param name="Sustained">Share of the peak rate that long runs of instructions reach, in (0, 1].</param>
/// <param name="StepFloor">The least time of one k step of 128 bytes: fetch, synchronise, issue.</param>
public sealed record MatrixUnitSpec(
    IReadOnlyList<MatrixRate> Rates,
    int RowGranule,
    int ColumnGranule,
    Bytes DepthGranule,
    double Sustained,
    Duration StepFloor)
{
    /// <summary>Whether the unit computes a format.</summary>
    public bool Supports(NumberFormat format) => Rates.Any(r => r.Format == format);

    /// <summary>Peak operations a cycle of one core.</summary>
    /// <exception cref="NotSupportedException">The unit lacks the format.</exception>
    public double FlopsPerCycle(NumberFormat format)
    {
        foreach (MatrixRate rate in Rates)
        {
            if (rate.Format == format) return rate.FlopsPerCycle;
        }
        throw new NotSupportedException($"The matrix unit has no {format}; it computes {string.Join(", ", Rates.Select(r => r.Format))}.");
    }

    /// <summary>The time a core needs to multiply an m by k with a k by n tile, padding paid.</summary>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="k">Depth, in elements.</param>
    /// <param name="format">The format of both inputs.</param>
    /// <param name="clock">The core's clock.</param>
    public Duration TimeFor(int m, int n, int k, NumberFormat format, Clock clock)
    {
        double padded = 2.0 * RoundUp(m, RowGranule) * RoundUp(n, ColumnGranule) * PaddedDepth(k, format);
        double cycles = Math.Ceiling(padded / (FlopsPerCycle(format) * Sustained));
        return clock.DurationOf(Cycles.FromCount((long)cycles));
    }

    private long PaddedDepth(int k, NumberFormat format)
    {
        long granule = Math.Max(1, DepthGranule.Count * 8 / format.Bits);
        return RoundUp(k, granule);
    }

    private static long RoundUp(long value, long granule) => (value + granule - 1) / granule * granule;
}
