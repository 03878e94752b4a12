using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Lengths that have given percentiles and a given mean, as published statistics state them.</summary>
/// <remarks>
/// Between two percentiles lo and hi the length at share u of the way is lo + (hi - lo) u^g, with one curvature g for all pieces. The mean
/// of a piece is lo + (hi - lo) / (g + 1), so the mean of all fixes g: with A = sum of w lo and B = sum of w (hi - lo),
/// g = B / (mean - A) - 1.
/// </remarks>
public sealed record PercentileLength : LengthDistribution
{
    private static readonly double[] Shares = [0, 0.5, 0.9, 0.99, 1];

    private readonly double[] _points;
    private readonly double _curvature;

    /// <param name="mean">The mean.</param>
    /// <param name="min">The smallest, at least 1.</param>
    /// <param name="p50">The median.</param>
    /// <param name="p90">The 90th percentile.</param>
    /// <param name="p99">The 99th percentile.</param>
    /// <param name="max">The largest.</param>
    /// <exception cref="ArgumentException">The percentiles fall, or no law with them has this mean.</exception>
    public PercentileLength(double mean, double min, double p50, double p90, double p99, double max)
    {
        _points = [min, p50, p90, p99, max];
        double low = 0, rise = 0;
        for (int i = 0; i + 1 < _points.Length; i++)
        {
            if (_points[i + 1] < _points[i] || min < 1) throw new ArgumentException("Percentiles must begin at 1 or more and not fall.");
            low += (Shares[i + 1] - Shares[i]) * _points[i];
            rise += (Shares[i + 1] - Shares[i]) * (_points[i + 1] - _points[i]);
        }
        if (rise == 0 ? Math.Abs(mean - low) > 1e-9 * low : mean <= low || mean >= low + rise)
            throw new ArgumentException(FormattableString.Invariant($"With these percentiles the mean lies between {low:0.#} and {low + rise:0.#}, not at {mean:0.#}."));
        _curvature = rise == 0 ? 1 : rise / (mean - low) - 1;
    }

    /// <summary>The law nearest to figures that were rounded or fit no law: percentiles made to rise, the mean moved into what they allow.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="p50">The median.</param>
    /// <param name="p90">The 90th percentile.</param>
    /// <param name="p99">The 99th percentile; also taken for the largest.</param>
    public static PercentileLength Near(double mean, double p50, double p90, double p99)
    {
        const double Margin = 0.02;
        p50 = Math.Max(1, p50);
        p90 = Math.Max(p50, p90);
        p99 = Math.Max(p90, p99);
        double low = 0.5 + 0.4 * p50 + 0.09 * p90 + 0.01 * p99, rise = 0.5 * (p50 - 1) + 0.4 * (p90 - p50) + 0.09 * (p99 - p90);
        return new PercentileLength(rise == 0 ? low : Math.Clamp(mean, low + Margin * rise, low + (1 - Margin) * rise), 1, p50, p90, p99, p99);
    }

    /// <inheritdoc/>
    public override int Draw(RandomStream random)
    {
        double share = random.NextDouble();
        int piece = 0;
        while (share >= Shares[piece + 1]) piece++;
        double along = (share - Shares[piece]) / (Shares[piece + 1] - Shares[piece]);
        return ToTokens(_points[piece] + (_points[piece + 1] - _points[piece]) * (along == 0 ? 0 : ReproducibleMath.Pow(along, _curvature)));
    }
}
