using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Studies.Collectives;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Collectives against ns-3 runs on stacked-memory fabrics, and against measurements on real machines.</summary>
public sealed class CollectivesValidation : IValidationArea
{
    private const string Study = "fig13_noc_collectives.csv";
    private const long MostHops = 100_000_000;
    private const long MostHopsExact = 20_000_000;

    /// <inheritdoc/>
    public string Name => "collectives";

    /// <inheritdoc/>
    public string Description => "collectives against ns-3 on switches and tori, and against measured NCCL times";

    /// <inheritdoc/>
    public string Folder => "reference";

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        string? study = Find(request.DataDirectory, Study, "deepstack");
        string[] measured = MeasuredFiles(request.DataDirectory);
        if (study is null && measured.Length == 0)
            throw new PresetException($"\"{request.DataDirectory}\" has neither {Study} nor a file of measured collectives (*_collectives.csv), nor have its folders deepstack and measured.");
        IEnumerable<ValidationRow> rows = study is null ? [] : RunStudy(study);
        return rows.Concat(MeasuredCollectivesValidation.Run(measured));
    }

    private static IEnumerable<ValidationRow> RunStudy(string file)
    {
        CsvTable cases = CsvTable.Read(Path.Combine(Path.GetDirectoryName(file)!, "fig13_cases.csv"));
        Dictionary<string, CsvRow> fabrics = cases.Rows.ToDictionary(row => row["case"]);
        var whole = new List<ValidationRow>();
        var exact = new List<ValidationRow>();
        var closed = new List<ValidationRow>();
        foreach (CsvRow row in CsvTable.Read(file).Rows.Where(row => row["ns3_ns"].Length > 0))
        {
            var collective = new StackedCollectiveCase(row, fabrics[row["case"]]);
            double reference = row.Get<double>("ns3_ns");
            whole.Add(Compare(collective, "ns, link times in whole ns", reference, collective.Time(Duration.FromNanoseconds(1), MostHops), 0.001));
            yield return whole[^1];
            exact.Add(Compare(collective, "ns, exact link times", reference, collective.Time(Duration.FromPicoseconds(1), MostHopsExact), 0.07));
            yield return exact[^1];
            closed.Add(ValidationRow.Relative(collective.Name, "ns, closed form", reference, collective.Predicted().Picoseconds / 1e3, null) with { IsDetail = true });
            yield return closed[^1];
        }
        if (whole.Count == 0) yield break;
        double different = whole.Count(row => row.Error > 0) / (double)whole.Count;
        yield return new ValidationRow("fig13, link times in whole ns", "share not equal", 0, different, different, 0.05) { Note = $"{whole.Count} rows" };
        yield return Mean("fig13, link times in whole ns", whole, 0.0001);
        yield return Mean("fig13, exact link times", exact, 0.015);
        yield return Mean("fig13, closed form", closed, 0.02);
    }

    private static ValidationRow Compare(StackedCollectiveCase collective, string metric, double reference, Duration ours, double tolerance) =>
        ValidationRow.Relative(collective.Name, metric, reference, ours.Picoseconds / 1e3, tolerance);

    private static ValidationRow Mean(string name, List<ValidationRow> rows, double tolerance)
    {
        double mean = rows.Average(row => row.Error);
        return new ValidationRow(name, "mean error", 0, mean, mean, tolerance) { Note = $"{rows.Count} rows, worst {rows.Max(row => row.Error):G3}" };
    }

    /// <summary>A file of the folder itself, or of a folder in it; null if it is in neither.</summary>
    private static string? Find(string folder, string file, string within) =>
        Array.Find([Path.Combine(folder, file), Path.Combine(folder, within, file)], File.Exists);

    private static string[] MeasuredFiles(string folder)
    {
        string inner = Path.Combine(folder, "measured");
        string place = Directory.Exists(inner) ? inner : folder;
        if (!Directory.Exists(place)) throw new PresetException($"There is no folder \"{place}\".");
        return [.. Directory.GetFiles(place, "*_collectives.csv").Where(file => Path.GetFileName(file) != Study).Order(StringComparer.Ordinal)];
    }
}
