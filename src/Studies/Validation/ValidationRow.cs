namespace DeepStack.Sim.Studies.Validation;

/// <summary>One comparison of ours with a reference.</summary>
/// <param name="Case">Which case, such as "ram_ddr4_3200/rand".</param>
/// <param name="Metric">Which quantity with its unit, such as "cycles" or "ttft_ms".</param>
/// <param name="Reference">What the reference says.</param>
/// <param name="Ours">What we say.</param>
/// <param name="Error">The difference in the terms of the tolerance.</param>
/// <param name="Tolerance">The largest error that passes; null where the row only reports.</param>
public sealed record ValidationRow(string Case, string Metric, double Reference, double Ours, double Error, double? Tolerance)
{
    /// <summary>Whether the row is within its tolerance; a row without one always passes.</summary>
    public bool Passes => Tolerance is not { } tolerance || Error <= tolerance;

    /// <summary>What a reader should know about the row, such as how many rows it sums up.</summary>
    public string Note { get; init; } = "";

    /// <summary>What tables sum rows up under; the metric, unless many metrics are one kind.</summary>
    public string Kind { get => field ?? Metric; init; }

    /// <summary>Whether another row sums it up, so that a table shows it only if it fails.</summary>
    public bool IsDetail { get; init; }

    /// <summary>A row judged by the relative error |ours / reference - 1|; equal zeros have none.</summary>
    public static ValidationRow Relative(string @case, string metric, double reference, double ours, double? tolerance) =>
        new(@case, metric, reference, ours, ours == reference ? 0 : Math.Abs(ours / reference - 1), tolerance);

    /// <summary>A row judged by the absolute error |ours - reference|.</summary>
    public static ValidationRow Absolute(string @case, string metric, double reference, double ours, double? tolerance) =>
        new(@case, metric, reference, ours, Math.Abs(ours - reference), tolerance);
}
