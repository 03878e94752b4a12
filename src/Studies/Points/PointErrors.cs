namespace DeepStack.Sim.Studies.Points;

/// <summary>How close the closed form comes over many points.</summary>
/// <param name="Mean">The unweighted mean of |predicted / simulated - 1|.</param>
/// <param name="NinetyFifth">The 95th percentile.</param>
/// <param name="Worst">The largest.</param>
/// <param name="RankCorrelation">Spearman's correlation of throughputs, tokens over time.</param>
public sealed record PointErrors(double Mean, double NinetyFifth, double Worst, double RankCorrelation)
{
    /// <summary>Sums up results; at least two.</summary>
    public static PointErrors Of(IReadOnlyList<PointResult> results)
    {
        double[] errors = [.. results.Select(r => Math.Abs(r.Predicted / r.Simulated - 1)).Order()];
        int[] simulated = Ranks(results, r => TokensOf(r) / r.Simulated.Seconds), predicted = Ranks(results, r => TokensOf(r) / r.Predicted.Seconds);
        double squares = simulated.Zip(predicted, (a, b) => Math.Pow(a - b, 2)).Sum(), count = results.Count;
        return new PointErrors(errors.Average(), errors[(int)Math.Ceiling(errors.Length * 0.95) - 1], errors[^1], 1 - 6 * squares / (count * (count * count - 1)));
    }

    private static double TokensOf(PointResult result) => (double)result.Point.Sequences * result.Point.Tokens;

    private static int[] Ranks(IReadOnlyList<PointResult> results, Func<PointResult, double> valueOf)
    {
        int[] ranks = new int[results.Count];
        int[] order = [.. Enumerable.Range(0, ranks.Length).OrderBy(i => valueOf(results[i]))];
        for (int i = 0; i < order.Length; i++) ranks[order[i]] = i;
        return ranks;
    }
}
