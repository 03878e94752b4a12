using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Points;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>The closed form, nothing fitted, against event fidelity on random points: tables that <c>deepstack calibrate points</c> wrote.</summary>
public sealed class EngineValidation : IValidationArea
{
    private const double MeanTolerance = 0.04, NinetyFifthTolerance = 0.12, RankTolerance = 0.02;

    /// <inheritdoc/>
    public string Name => "engine";

    /// <inheritdoc/>
    public string Description => "the closed form against event fidelity on random points of machine, model, plan and sizes";

    /// <inheritdoc/>
    public bool IsInRepository => true;

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        string[] tables = Directory.Exists(request.DataDirectory) ? [.. Directory.GetFiles(request.DataDirectory, "*.csv").Order(StringComparer.Ordinal)] : [];
        if (tables.Length == 0) throw new PresetException($"There are no tables of points (*.csv) in \"{request.DataDirectory}\". deepstack calibrate points makes one.");
        var all = new List<PointResult>();
        foreach (string table in tables)
        {
            PointResult[] results = [.. PointTable.Read(table).Select(r => r.Predict())];
            string name = Path.GetFileNameWithoutExtension(table);
            for (int i = 0; i < results.Length; i++)
                yield return ValidationRow.Relative($"{name}:{i + 2}", "step ms", results[i].Simulated.Seconds * 1e3, results[i].Predicted.Seconds * 1e3, null) with { IsDetail = true };
            foreach (ValidationRow row in SumUp(name, results)) yield return row;
            all.AddRange(results);
        }
        foreach (ValidationRow row in SumUp("all tables", all)) yield return row;
    }

    /// <summary>The bars hold for each table by itself, and over all of them.</summary>
    private static IEnumerable<ValidationRow> SumUp(string name, IReadOnlyList<PointResult> results)
    {
        PointErrors errors = PointErrors.Of(results);
        string note = $"{results.Count} points";
        yield return new ValidationRow(name, "mean error", 0, errors.Mean, errors.Mean, MeanTolerance) { Note = note };
        yield return new ValidationRow(name, "95th percentile of errors", 0, errors.NinetyFifth, errors.NinetyFifth, NinetyFifthTolerance) { Note = note };
        yield return new ValidationRow(name, "rank correlation", 1, errors.RankCorrelation, 1 - errors.RankCorrelation, RankTolerance) { Note = note };
    }
}
