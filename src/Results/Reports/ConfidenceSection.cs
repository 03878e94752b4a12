using System.Globalization;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>How sure the metrics of a sampled run are.</summary>
internal static class ConfidenceSection
{
    private static readonly (string Metric, string Name, string Unit)[] Shown =
    [
        ("mean_ttft_ms", "time to first token, mean", "ms"), ("median_ttft_ms", "median", "ms"), ("p99_ttft_ms", "99th percentile", "ms"),
        ("mean_tpot_ms", "time per further token, mean", "ms"), ("median_tpot_ms", "median", "ms"), ("p99_tpot_ms", "99th percentile", "ms"),
        ("mean_e2el_ms", "time to last token, mean", "ms"), ("median_e2el_ms", "median", "ms"), ("p99_e2el_ms", "99th percentile", "ms"),
        ("request_throughput", "requests", "/s"), ("output_throughput", "tokens generated", "/s"),
    ];

    public static void Write(HtmlText page, RunMetrics metrics)
    {
        Dictionary<string, MetricInterval> intervals = MetricInterval.Of(metrics.Ending).ToDictionary(i => i.Metric);
        if (intervals.Count == 0) return;
        IReadOnlyDictionary<string, double> values = SummaryNumbers.Of(metrics);
        page.AddMarkup("<section><h2>How sure these numbers are</h2><p>Steps are composed of simulated parts; some were simulated again whole to learn how wrong that is. The summary holds an interval for every metric.</p>");
        page.AddMarkup("<div class=\"scroll\"><table><thead><tr><th>metric</th><th>reported</th><th>95 % interval</th><th></th></tr></thead><tbody>");
        foreach ((string metric, string name, string unit) in Shown)
        {
            if (!intervals.TryGetValue(metric, out MetricInterval interval) || !values.TryGetValue(metric, out double value)) continue;
            page.Add($"<tr><th>{name}</th><td>{Number(value)} {unit}</td><td>{Number(value * interval.Low)} to {Number(value * interval.High)} {unit}</td><td>{Readable.Percent(interval.Low - 1)} to +{Readable.Percent(interval.High - 1)}</td></tr>");
        }
        page.AddMarkup("</tbody></table></div><table class=\"facts\"><tbody>");
        foreach (RunFact fact in metrics.Ending.Facts.Where(f => f.Group == MetricInterval.Facts)) page.Add($"<tr><th>{fact.Name}</th><td>{fact.Value}</td></tr>");
        page.AddMarkup("</tbody></table></section>");
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0.0" : "0.000", CultureInfo.InvariantCulture);
}
