using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>The engine in GenZ mode against that tool's own outputs: estimates, chunked steps, collectives and operators.</summary>
public sealed class GenzValidation : IValidationArea
{
    /// <summary>The largest relative error that passes.</summary>
    public const double Tolerance = 1e-6;

    private const double Milli = 1e3, Micro = 1e6, Mebi = 1 << 20;

    /// <inheritdoc/>
    public string Name => "genz";

    /// <inheritdoc/>
    public string Description => "GenZ mode of the analytical engine against that tool's outputs";

    /// <inheritdoc/>
    public bool IsInRepository => true;

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        var folder = new GenzReferenceFolder(request.DataDirectory);
        return Summed("results", folder.Results().SelectMany(Compare))
            .Concat(Summed("chunked", folder.Chunked().SelectMany(CompareChunk)))
            .Concat(Summed("collectives", folder.Collectives().SelectMany(CompareCollectives)))
            .Concat(Summed("op_breakdown", folder.Operators().SelectMany(CompareOperators)))
            .Concat(GenzCorrections.Of([.. folder.Results()]));
    }

    private static IEnumerable<ValidationRow> Compare(GenzCase genz)
    {
        GenZEstimate ours = GenZEngine.Estimate(genz.Point, GenZQuirks.AsTheTool);
        yield return Status(genz, ours.Fit);
        foreach (GenZColumn column in GenZColumn.All.Where(c => Holds(genz.Row, c.Name) && !(c.IsTime && ours.Fit == GenZFit.OutOfMemory)))
            yield return Row(genz.Name, column.Name, genz.Row.Get<double>(column.Name), column.Of(ours));
    }

    private static IEnumerable<ValidationRow> CompareChunk(GenzCase genz)
    {
        GenZEstimate ours = GenZEngine.Estimate(genz.Point, GenZQuirks.AsTheTool);
        yield return Status(genz, ours.Fit);
        if (ours.Fit == GenZFit.OutOfMemory || !Holds(genz.Row, "latency_ms")) yield break;
        yield return Row(genz.Name, "latency_ms", genz.Row.Get<double>("latency_ms"), ours.Times.Total * Milli);
        yield return Row(genz.Name, "throughput_tok_s", genz.Row.Get<double>("throughput_tok_s"), ours.Throughput);
    }

    private static IEnumerable<ValidationRow> CompareCollectives(GenzCollectiveCase genz) =>
        genz.Times.Select(time => Row(genz.Name, time.Column, time.Microseconds, GenZCollectives.Seconds(time.Kind, genz.Nodes, genz.Size, genz.Platform) * Micro));

    private static IEnumerable<ValidationRow> CompareOperators(GenzOperatorCase genz)
    {
        IReadOnlyList<GenZOperatorTime> ours = GenZEngine.Operators(genz.Point, GenZQuirks.AsTheTool);
        yield return ValidationRow.Absolute(genz.Name, "operators", genz.Rows.Count, ours.Count, 0) with { IsDetail = true };
        foreach ((CsvRow row, GenZOperatorTime line) in genz.Rows.Zip(ours))
        {
            foreach ((string column, double value) in FiguresOf(line))
                yield return Row($"{genz.Name}/{row["op_index"]} {line.Name}", column, row.Get<double>(column), value);
        }
    }

    private static (string Column, double Value)[] FiguresOf(GenZOperatorTime line) =>
    [
        ("flops_m", line.Operations / 1e6),
        ("in_a_mib", line.FirstBytes / Mebi),
        ("in_w_mib", line.SecondBytes / Mebi),
        ("out_mib", line.ResultBytes / Mebi),
        ("compute_ms", line.ComputeSeconds * Milli),
        ("memory_ms", line.MemorySeconds * Milli),
        ("comm_ms", line.CommunicationSeconds * Milli),
        ("latency_ms", line.Seconds * Milli),
    ];

    /// <summary>Every row, then one for each metric that tells the worst.</summary>
    private static IEnumerable<ValidationRow> Summed(string file, IEnumerable<ValidationRow> rows)
    {
        var all = new List<ValidationRow>();
        foreach (ValidationRow row in rows)
        {
            all.Add(row);
            yield return row;
        }
        foreach (IGrouping<string, ValidationRow> group in all.GroupBy(row => row.Metric))
        {
            double worst = group.Max(row => row.Error);
            double tolerance = group.Max(row => row.Tolerance ?? 0);
            yield return new ValidationRow(file, $"{group.Key}, worst error", 0, worst, worst, tolerance) { Kind = group.Key, Note = $"{group.Count()} rows, {group.Count(row => !row.Passes)} out of tolerance" };
        }
    }

    private static ValidationRow Status(GenzCase genz, GenZFit ours) =>
        ValidationRow.Absolute(genz.Name, "status", (int)genz.Fit, (int)ours, 0) with { IsDetail = true, Note = $"{genz.Row["status"]}, ours {GenZColumn.StatusOf(ours)}" };

    private static ValidationRow Row(string @case, string metric, double reference, double ours) => (reference == 0
        ? ValidationRow.Absolute(@case, metric, reference, ours, Tolerance)
        : ValidationRow.Relative(@case, metric, reference, ours, Tolerance)) with
    { IsDetail = true };

    private static bool Holds(CsvRow row, string column) => row[column].Length > 0;
}
