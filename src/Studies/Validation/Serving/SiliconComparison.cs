namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>Rows of <c>silicon_serving_points.csv</c> against replays; those that cannot be replayed are counted by reason.</summary>
/// <remarks>Rows count if they state their version and their parallelism and have presets of model and system; rows without a version are reported.</remarks>
internal static class SiliconComparison
{
    private const string Name = "silicon_serving_points";
    private const double TtftTolerance = 0.25, TpotTolerance = 0.12;

    /// <summary>The rows of a folder; none if it has no such file.</summary>
    public static IEnumerable<ValidationRow> Run(string folder)
    {
        if (MeasuredRun.ReadTable(Path.Combine(folder, Name + ".csv")) is not { } table) yield break;
        SortedDictionary<string, int> skipped = new(StringComparer.Ordinal);
        List<(double Ttft, double Tpot)> judged = [], reported = [];
        foreach (IGrouping<string, SiliconPoint> machine in table.Rows.Select(row => new SiliconPoint(row)).GroupBy(p => p.Exclusion.Length > 0 ? "" : p.Machine))
        {
            if (machine.Key.Length == 0)
            {
                foreach (SiliconPoint point in machine) Count(skipped, point.Exclusion, 1);
                continue;
            }
            SiliconPoint first = machine.First();
            (ServedMachine? served, string reason) = ServedMachine.Find(first.Model, first.System, first.Weights, first.Plan, first.Version);
            if (served is null) Count(skipped, reason, machine.Count());
            else
            {
                foreach (ValidationRow row in Compare(served, machine, first.Version.Length > 0 ? judged : reported)) yield return row;
            }
        }
        foreach (ValidationRow row in Medians("version stated", judged, TtftTolerance, TpotTolerance)) yield return row;
        foreach (ValidationRow row in Medians("version not stated", reported, null, null)) yield return row;
        yield return new ValidationRow(Name, "rows replayed", table.Rows.Count, judged.Count + reported.Count, 0, null) { Note = $"of all rows; {judged.Count} with a version" };
        foreach ((string reason, int rows) in skipped) yield return new ValidationRow(Name, "rows skipped", rows, 0, 0, null) { Note = reason };
    }

    private static IEnumerable<ValidationRow> Compare(ServedMachine served, IGrouping<string, SiliconPoint> machine, List<(double Ttft, double Tpot)> errors)
    {
        foreach (SiliconPoint point in machine)
        {
            (double ttft, double tpot) = SiliconReplay.Run(served, point);
            errors.Add((Math.Abs(ttft / point.TtftMilliseconds - 1), Math.Abs(tpot / point.TpotMilliseconds - 1)));
            string name = $"{machine.Key}, {point.Clients} clients, {point.Prompt} in, {point.Output} out";
            yield return ValidationRow.Relative(name, "silicon mean_ttft_ms", point.TtftMilliseconds, ttft, null) with { IsDetail = true };
            yield return ValidationRow.Relative(name, "silicon mean_tpot_ms", point.TpotMilliseconds, tpot, null) with { IsDetail = true };
        }
    }

    private static IEnumerable<ValidationRow> Medians(string which, List<(double Ttft, double Tpot)> errors, double? ttft, double? tpot)
    {
        if (errors.Count == 0) yield break;
        string note = $"median of |ours / measured - 1| over {errors.Count} rows; {SiliconReplay.Protocol}";
        yield return Median("mean_ttft_ms", errors.Select(e => e.Ttft), ttft);
        yield return Median("mean_tpot_ms", errors.Select(e => e.Tpot), tpot);

        ValidationRow Median(string metric, IEnumerable<double> values, double? tolerance)
        {
            double median = new Sample(values).Percentile(50);
            return new ValidationRow($"{Name}, {which}", metric + " median", 0, median, median, tolerance) { Note = note };
        }
    }

    private static void Count(SortedDictionary<string, int> counts, string reason, int rows) => counts[reason] = counts.GetValueOrDefault(reason) + rows;
}
