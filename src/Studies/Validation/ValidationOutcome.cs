using DeepStack.Sim.Results.Accuracy;

namespace DeepStack.Sim.Studies.Validation;

/// <summary>What a validation of several areas found.</summary>
public sealed class ValidationOutcome
{
    private readonly List<(string Area, ValidationRow Row)> _rows = [];
    private readonly List<(string Area, string Reason)> _skipped = [];

    /// <summary>The rows with their areas, in the order in which they came.</summary>
    public IReadOnlyList<(string Area, ValidationRow Row)> Rows => _rows;

    /// <summary>Areas that could not be run, each with the reason.</summary>
    public IReadOnlyList<(string Area, string Reason)> Skipped => _skipped;

    /// <summary>Rows with a tolerance.</summary>
    public int Judged => _rows.Count(r => r.Row.Tolerance is not null);

    /// <summary>Rows out of tolerance.</summary>
    public int Failed => _rows.Count(r => !r.Row.Passes);

    /// <summary>The rows summed up by area and kind.</summary>
    public IReadOnlyList<AccuracyGroup> Groups =>
    [
        .. _rows.GroupBy(r => (r.Area, r.Row.Kind)).Select(g => new AccuracyGroup(g.Key.Area, g.Key.Kind, [.. g.Select(r => PointOf(r.Row))])),
    ];

    /// <summary>Adds a row.</summary>
    public void Add(string area, ValidationRow row) => _rows.Add((area, row));

    /// <summary>Says why an area was not run.</summary>
    public void Skip(string area, string reason) => _skipped.Add((area, reason));

    private static AccuracyPoint PointOf(ValidationRow row) => new(row.Case, row.Reference, row.Ours, row.Error, row.Tolerance);
}
