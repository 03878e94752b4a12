namespace DeepStack.Sim.Studies.Repetition;

/// <summary>A metric over runs that differ in nothing but their seed.</summary>
/// <param name="Metric">Its name with its unit, as in the summary.</param>
/// <param name="Values">A value per seed, in the order of the seeds; at least two.</param>
public sealed record SeedInterval(string Metric, IReadOnlyList<double> Values)
{
    /// <summary>97.5 % quantiles of Student's law with 1, 2, ... degrees of freedom; beyond the table that of the normal law is within 4 %.</summary>
    /// <remarks>Source: the integral of the law, to be found in any statistical table.</remarks>
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>The mean over seeds.</summary>
    public double Mean => Values.Average();

    /// <summary>Half the width of the interval that holds the mean of all seeds with 95 % confidence, if they scatter normally.</summary>
    public double HalfWidth
    {
        get
        {
            double mean = Mean, variance = Values.Sum(v => (v - mean) * (v - mean)) / (Values.Count - 1);
            return QuantileFor(Values.Count - 1) * Math.Sqrt(variance / Values.Count);
        }
    }

    private static double QuantileFor(int degrees) => degrees <= Quantiles.Length ? Quantiles[degrees - 1] : 1.96;
}
