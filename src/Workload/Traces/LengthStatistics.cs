namespace DeepStack.Sim.Workload.Traces;

/// <summary>Mean, percentiles and maximum of a set of lengths, in tokens.</summary>
/// <remarks>Percentiles interpolate linearly between order statistics: the p-quantile of n values lies at place (n - 1) p.</remarks>
/// <param name="Mean">The mean.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The largest.</param>
public sealed record LengthStatistics(double Mean, double P50, double P90, double P99, int Max)
{
    /// <summary>Computes the statistics; at least one value.</summary>
    public static LengthStatistics Of(IEnumerable<int> values)
    {
        int[] sorted = [.. values.Order()];
        return new LengthStatistics(sorted.Average(v => (double)v), Quantile(sorted, 0.5), Quantile(sorted, 0.9), Quantile(sorted, 0.99), sorted[^1]);
    }

    private static double Quantile(int[] sorted, double p)
    {
        double place = (sorted.Length - 1) * p;
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
