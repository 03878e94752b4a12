namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>How well some kernels were predicted: unweighted median and 90th percentile of |predicted / measured - 1|.</summary>
internal readonly record struct KernelScore(double Median, double Ninetieth, int Rows)
{
    /// <summary>Scores predictions.</summary>
    public static KernelScore Of(IReadOnlyCollection<MeasuredKernel> rows, Func<MeasuredKernel, Core.Units.Duration> predict) =>
        Of(rows.Select(row => predict(row) / row.Measured));

    /// <summary>Scores quotients of predicted and measured times.</summary>
    public static KernelScore Of(IEnumerable<double> quotients)
    {
        double[] errors = [.. quotients.Select(quotient => Math.Abs(quotient - 1)).Order()];
        return errors.Length == 0 ? default : new KernelScore(errors[errors.Length / 2], errors[errors.Length * 9 / 10], errors.Length);
    }

    /// <summary>"8.1 / 24.9 %".</summary>
    public override string ToString() => FormattableString.Invariant($"{Median * 100:F1} / {Ninetieth * 100:F1} %");
}
