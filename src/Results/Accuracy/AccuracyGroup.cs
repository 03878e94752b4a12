namespace DeepStack.Sim.Results.Accuracy;

/// <summary>All figures of one kind, to be summed up in a line of a table.</summary>
/// <param name="Area">The subject, such as "dram".</param>
/// <param name="Metric">What was compared, with its unit.</param>
/// <param name="Points">The figures; at least one.</param>
public sealed record AccuracyGroup(string Area, string Metric, IReadOnlyList<AccuracyPoint> Points)
{
    /// <summary>Figures with a tolerance.</summary>
    public int Judged => Points.Count(p => p.Tolerance is not null);

    /// <summary>Figures out of tolerance.</summary>
    public int Failed => Points.Count(p => !p.Passes);

    /// <summary>The mean of the errors, every figure counting the same.</summary>
    public double MeanError => Points.Average(p => p.Error);

    /// <summary>The sum of all differences over the sum of all references, so that large figures count more; null where the references sum to nothing.</summary>
    public double? WeightedError
    {
        get
        {
            double references = Points.Sum(p => Math.Abs(p.Reference));
            return references > 0 ? Points.Sum(p => Math.Abs(p.Ours - p.Reference)) / references : null;
        }
    }

    /// <summary>The largest error.</summary>
    public double WorstError => Points.Max(p => p.Error);

    /// <summary>The widest tolerance of a judged figure; null if none is judged.</summary>
    public double? WidestTolerance => Points.Max(p => p.Tolerance);
}
