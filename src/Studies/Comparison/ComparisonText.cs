using System.Globalization;
using System.Text;

namespace DeepStack.Sim.Studies.Comparison;

/// <summary>Writes a comparison as a table for people.</summary>
public static class ComparisonText
{
    private const int ShownCauses = 12;

    private static readonly string[] Headline =
    [
        "completed", "duration", "request_throughput", "request_goodput", "output_throughput", "total_token_throughput",
        "mean_ttft_ms", "median_ttft_ms", "p90_ttft_ms", "p99_ttft_ms", "mean_tpot_ms", "median_tpot_ms", "p90_tpot_ms", "p99_tpot_ms",
        "mean_itl_ms", "median_itl_ms", "p99_itl_ms", "mean_e2el_ms", "median_e2el_ms", "p90_e2el_ms", "p99_e2el_ms",
        "num_preemptions", "prefix_cache_hit_rate", "steps.count", "steps.mean_ms", "steps.mean_requests", "steps.max_kv_cache_use",
        "utilisation.busy", "utilisation.arithmetic", "utilisation.dram_bandwidth", "energy_j.per_output_token",
    ];

    /// <summary>Writes what differs.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="all">Whether to show every metric, not only the headline ones.</param>
    public static string Of(RunComparison comparison, bool all)
    {
        var text = new StringBuilder();
        Line(text, $"first   {comparison.First.Name}");
        Line(text, $"second  {comparison.Second.Name}");
        WriteSettings(text, comparison);
        MetricDifference[] rows = [.. all ? comparison.Metrics : Headline.Select(name => comparison.Metrics.FirstOrDefault(m => m.Metric == name)).OfType<MetricDifference>()];
        int width = rows.Select(r => r.Metric.Length).DefaultIfEmpty(6).Max();
        Line(text, $"\n{"metric".PadRight(width)} {"first",14} {"second",14} {"change",10}");
        foreach (MetricDifference row in rows) Line(text, $"{row.Metric.PadRight(width)} {Number(row.First),14} {Number(row.Second),14} {Percent(row.Change),10}");
        if (rows.Length == 0) Line(text, $"(no metric in common)");
        WriteCauses(text, comparison);
        return text.ToString();
    }

    private static void WriteSettings(StringBuilder text, RunComparison comparison)
    {
        if (comparison.Settings.Count == 0) return;
        Line(text, $"\ndifferent settings");
        foreach (SettingDifference setting in comparison.Settings) Line(text, $"  {setting.Setting}: {Shown(setting.First)} -> {Shown(setting.Second)}");
    }

    private static void WriteCauses(StringBuilder text, RunComparison comparison)
    {
        if (comparison.Causes.Count == 0) return;
        double first = comparison.Causes.Sum(c => c.FirstMicroseconds), second = comparison.Causes.Sum(c => c.SecondMicroseconds);
        Line(text, $"\nstep time per generated token: {Number(first)} us -> {Number(second)} us ({Signed(second - first)} us); by cause");
        Line(text, $"{"steps",-9} {"operator",-28} {"first us",12} {"second us",12} {"adds us",12}  waits for");
        foreach (CauseDifference cause in comparison.Causes.Take(ShownCauses))
        {
            string bounds = cause.FirstBounds == cause.SecondBounds ? cause.FirstBounds : $"{Shown(cause.FirstBounds)} -> {Shown(cause.SecondBounds)}";
            Line(text, $"{cause.StepClass,-9} {cause.Cause,-28} {Number(cause.FirstMicroseconds),12} {Number(cause.SecondMicroseconds),12} {Signed(cause.Microseconds),12}  {bounds}");
        }
        if (comparison.Causes.Count > ShownCauses)
            Line(text, $"{"",-9} {$"{comparison.Causes.Count - ShownCauses} others",-28} {"",12} {"",12} {Signed(comparison.Causes.Skip(ShownCauses).Sum(c => c.Microseconds)),12}");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1e5 ? "#,0" : "0.####", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.###;-0.###;0", CultureInfo.InvariantCulture);

    private static string Percent(double? share) => share is { } known ? (known * 100).ToString("+0.##;-0.##;0", CultureInfo.InvariantCulture) + " %" : "new";

    private static string Shown(string text) => text.Length == 0 ? "(none)" : text;
}
