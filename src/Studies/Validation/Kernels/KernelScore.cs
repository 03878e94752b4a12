namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>How well some kernels were predicted: unweighted median and 90th percentile of |predicted / measured - 1|.</summary>
internal readonly record struct KernelScore(double Median, double Ninetieth, int Rows)
{
    /// <summary>Scores predictions.</summary>
    public static KernelScore Of(IReadOnlyCollection<MeasuredKernel> rows, Func<MeasuredKernel, Core.Units.Duration> predict)
    {
        double[] errors = [.. rows.Select(row => Math.Abs(predict(row) / row.Measured - 1)).Order()];
        return errors.Length == 0 ? default : new KernelScore(errors[errors.Length / 2], errors[errors.Length * 9 / 10], errors.Length);
    }

    /// <summary>"8.1 / 24.9 %".</summary>
    public override string ToString() => FormattableString.Invariant($"{Median * 100:F1} / {Ninetieth * 100:F1} %");
}
