namespace DeepStack.Sim.Physics.Accounting;

/// <summary>Fits the coefficients of a board from a few measured kernels.</summary>
/// <remarks>
/// Readings have many outliers, so each error counts at most <see cref="Truncation"/>; that makes the goal rough, hence a search on a grid
/// rather than least squares. The grid is laid out in the board's own terms (shares of its power limit at the highest rates seen), so
/// nothing in it belongs to one device.
/// </remarks>
public static class BoardEnergyFit
{
    private const double Truncation = 0.2;
    private const double IdleQuantile = 0.01;
    private const double LimitQuantile = 0.9;
    private const int ActiveSteps = 16;
    private const int RateSteps = 20;
    private const double LargestActive = 0.4;
    private const double SmallestShare = 0.02;
    private const double LargestShare = 4;

    /// <summary>Fits a model.</summary>
    /// <param name="samples">Measured kernels of one board, a few dozen of each kind.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static BoardEnergyModel Fit(IReadOnlyCollection<KernelSample> samples)
    {
        if (samples.Count == 0) throw new ArgumentException("There are no samples to fit.", nameof(samples));
        double[] watts = [.. samples.Select(s => s.Power.Watts).Order()];
        double[] shares = [.. samples.Select(s => s.Power.Watts / s.Limit.Watts).Order()];
        var empty = new BoardEnergyModel(At(watts, IdleQuantile), Math.Min(1, At(shares, LimitQuantile)), []);
        IEnumerable<IGrouping<string, KernelSample>> kinds = samples.GroupBy(s => s.Kind).OrderBy(g => g.Key, StringComparer.Ordinal);
        return empty with { Kinds = [.. kinds.Select(group => FitKind(empty, group.Key, [.. group]))] };
    }

    private static KernelEnergy FitKind(BoardEnergyModel model, string kind, KernelSample[] samples)
    {
        double limit = samples.Max(s => s.Limit.Watts);
        double flopRate = samples.Max(s => s.Work.Count / s.Time.Seconds), byteRate = samples.Max(s => s.Traffic.Count / s.Time.Seconds);
        double[] rates = [0, .. Enumerable.Range(0, RateSteps).Select(i => SmallestShare * Math.Pow(LargestShare / SmallestShare, i / (RateSteps - 1.0)))];
        KernelEnergy best = new(kind, 0, 0, 0);
        double least = double.PositiveInfinity;
        for (int active = 0; active <= ActiveSteps; active++)
        {
            foreach (double flop in rates)
            {
                foreach (double @byte in rates)
                {
                    var candidate = new KernelEnergy(kind, LargestActive * limit * active / ActiveSteps, flop * limit / flopRate, @byte * limit / byteRate);
                    double loss = Loss(model, candidate, samples, least);
                    if (loss < least) (best, least) = (candidate, loss);
                }
            }
        }
        return best;
    }

    private static double Loss(BoardEnergyModel model, KernelEnergy candidate, KernelSample[] samples, double least)
    {
        double sum = 0;
        for (int i = 0; i < samples.Length && sum < least; i++)
            sum += Math.Min(Truncation, Math.Abs(model.PowerOf(samples[i], candidate) / samples[i].Power.Watts - 1));
        return sum;
    }

    private static double At(double[] ordered, double quantile) => ordered[(int)(quantile * (ordered.Length - 1))];
}
