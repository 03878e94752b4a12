namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Errors |predicted / simulated - 1| of some points.</summary>
/// <param name="Points">Points.</param>
/// <param name="Mean">The unweighted mean.</param>
/// <param name="Median">The median.</param>
/// <param name="NinetyFifth">The 95th percentile.</param>
/// <param name="Worst">The largest.</param>
public sealed record ErrorSummary(int Points, double Mean, double Median, double NinetyFifth, double Worst)
{
    /// <summary>Sums up residuals ln(predicted / simulated); at least one.</summary>
    public static ErrorSummary OfResiduals(IEnumerable<double> residuals)
    {
        double[] errors = [.. residuals.Select(r => Math.Abs(Math.Exp(r) - 1)).Order()];
        return new ErrorSummary(errors.Length, errors.Average(), errors[(errors.Length - 1) / 2], errors[(int)Math.Ceiling(errors.Length * 0.95) - 1], errors[^1]);
    }
}
