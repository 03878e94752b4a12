namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>Rows of <c>silicon_serving_points.csv</c> against replays; those that cannot be replayed are counted by reason, disaggregated ones by their machines too.</summary>
/// <remarks>Rows count if they state their version and their parallelism and have presets of model and system; rows without a version are reported.</remarks>
internal static class SiliconComparison
{
    private const string Name = "silicon_serving_points";
    private const double TtftTolerance = 0.25, TpotTolerance = 0.12;

    /// <summary>Replays of a table; of one with more rows every second, third and so on is taken, in the order of the table.</summary>
    private const int MostReplays = 250;

    /// <summary>The rows of a folder; none if it has no such file.</summary>
    public static IEnumerable<ValidationRow> Run(string folder)
    {
        if (MeasuredRun.ReadTable(Path.Combine(folder, Name + ".csv")) is not { } table) yield break;
        Dictionary<(string Case, string Reason), int> skipped = [];
        List<(double Ttft, double Tpot)> judged = [], reported = [];
        SiliconPoint[] points = [.. table.Rows.Select(row => new SiliconPoint(row))], usable = [.. points.Where(p => p.Exclusion.Length == 0)];
        foreach (SiliconPoint point in points.Where(p => p.Exclusion.Length > 0)) Count(skipped, CaseOf(point), point.Exclusion, 1);
        int stride = Math.Max(1, (usable.Length + MostReplays - 1) / MostReplays);
        SiliconPoint[] sample = [.. usable.Where((_, i) => i % stride == 0)];
        if (sample.Length < usable.Length) Count(skipped, Name, $"one row of {stride} is replayed", usable.Length - sample.Length);
        foreach (IGrouping<string, SiliconPoint> machine in sample.GroupBy(p => p.Machine))
        {
            SiliconPoint first = machine.First();
            (ServedMachine? served, string reason) = ServedMachine.Find(first.Model, first.System, first.Weights, first.Plan, first.Version);
            if (served is null) Count(skipped, Name, reason, machine.Count());
            else
            {
                foreach (ValidationRow row in Compare(served, machine, first.Version.Length > 0 ? judged : reported)) yield return row;
            }
        }
        foreach (ValidationRow row in Medians("version stated", judged, TtftTolerance, TpotTolerance)) yield return row;
        foreach (ValidationRow row in Medians("version not stated", reported, null, null)) yield return row;
        yield return new ValidationRow(Name, "rows replayed", table.Rows.Count, judged.Count + reported.Count, 0, null) { Note = $"of all rows; {judged.Count} with a version" };
        foreach (((string @case, string reason), int rows) in skipped.OrderBy(s => s.Key.Case, StringComparer.Ordinal).ThenBy(s => s.Key.Reason, StringComparer.Ordinal))
            yield return new ValidationRow(@case, "rows skipped", rows, 0, 0, null) { Note = reason };
    }

    private static IEnumerable<ValidationRow> Compare(ServedMachine served, IGrouping<string, SiliconPoint> machine, List<(double Ttft, double Tpot)> errors)
    {
        Dictionary<(int Clients, int Prompt, int Output), (double Ttft, double Tpot)> known = [];
        foreach (SiliconPoint point in machine)
        {
            (int, int, int) load = (point.Clients, point.Prompt, point.Output);
            if (!known.TryGetValue(load, out (double Ttft, double Tpot) ours)) known[load] = ours = SiliconReplay.Run(served, point);
            (double ttft, double tpot) = ours;
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

    /// <summary>Disaggregated rows are listed by model, system and pools, whatever they are skipped for; the others together.</summary>
    private static string CaseOf(SiliconPoint point) =>
        point.IsDisaggregated ? $"{Name}, disaggregated {point.Model.Split('/')[^1]} on {point.System}, {point.Pools}" : Name;

    private static void Count(Dictionary<(string Case, string Reason), int> counts, string @case, string reason, int rows) =>
        counts[(@case, reason)] = counts.GetValueOrDefault((@case, reason)) + rows;
}
