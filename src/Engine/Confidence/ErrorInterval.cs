namespace DeepStack.Sim.Engine.Confidence;

/// <summary>Where 95 of 100 further values of a small sample are expected.</summary>
/// <param name="Mean">The sample's mean.</param>
/// <param name="Low">The lower end; infinite for a sample of one.</param>
/// <param name="High">The upper end; infinite for a sample of one.</param>
public readonly record struct ErrorInterval(double Mean, double Low, double High)
{
    /// <summary>Two-sided 95 % quantiles of Student's distribution for 1 to 30 degrees of freedom.</summary>
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>5 % quantiles of the chi-square distribution for 1 to 6 degrees of freedom, where Wilson and Hilferty's formula is far off.</summary>
    private static readonly double[] LowChiSquares = [0.003932, 0.102587, 0.351846, 0.710723, 1.145476, 1.635383];

    /// <summary>The prediction interval of one more value, if values are normally distributed: mean +- t s sqrt(1 + 1/n).</summary>
    /// <param name="values">The sample; at least one.</param>
    public static ErrorInterval OfNext(IReadOnlyList<double> values)
    {
        int n = values.Count;
        return Around(values, (n - 1 <= Quantiles.Length ? Quantiles[Math.Max(0, n - 2)] : 1.96 + 2.46 / (n - 1)) * Math.Sqrt(1 + 1.0 / n));
    }

    /// <summary>An interval that holds 95 of 100 further values with a confidence of 95 %, whatever this sample happened to be, and all of the sample.</summary>
    /// <remarks>
    /// Howe's two-sided tolerance factor, 1.96 sqrt((n - 1) (1 + 1/n) / c), with the 5 % quantile c of the chi-square distribution, by Wilson
    /// and Hilferty from 7 degrees of freedom on. Errors of single steps have longer tails than the normal distribution, hence the wider kind.
    /// </remarks>
    /// <param name="values">The sample; at least one.</param>
    public static ErrorInterval OfMost(IReadOnlyList<double> values)
    {
        int n = values.Count;
        ErrorInterval inner = Around(values, 1.96 * Math.Sqrt(Math.Max(1, n - 1) * (1 + 1.0 / n) / LowChiSquare(Math.Max(1, n - 1))));
        return inner with { Low = Math.Min(inner.Low, values.Min()), High = Math.Max(inner.High, values.Max()) };
    }

    private static double LowChiSquare(int freedom)
    {
        if (freedom <= LowChiSquares.Length) return LowChiSquares[freedom - 1];
        double root = 1 - 2 / (9.0 * freedom) - 1.645 * Math.Sqrt(2 / (9.0 * freedom));
        return freedom * root * root * root;
    }

    private static ErrorInterval Around(IReadOnlyList<double> values, double deviations)
    {
        int n = values.Count;
        double mean = values.Sum() / n, squares = 0;
        if (n == 1) return new ErrorInterval(mean, double.NegativeInfinity, double.PositiveInfinity);
        foreach (double value in values) squares += (value - mean) * (value - mean);
        double half = deviations * Math.Sqrt(squares / (n - 1));
        return new ErrorInterval(mean, mean - half, mean + half);
    }
}
