using DeepStack.Sim.Results.Metrics;

namespace DeepStack.Sim.Results.Reports;

/// <summary>How latencies are distributed: a cumulative curve and a row of percentiles each.</summary>
internal static class LatencySection
{
    private static readonly double[] Percents = [50, 75, 90, 95, 99, 99.9];

    public static void Write(HtmlText page, RunMetrics metrics)
    {
        RequestMetrics requests = metrics.Requests;
        (string Name, string Title, Distribution Values)[] all =
        [
            ("TTFT", "Time to first token", requests.Ttft),
            ("TPOT", "Mean time per further token", requests.Tpot),
            ("ITL", "Time between tokens", requests.Itl),
            ("E2E", "Time to last token", requests.E2e),
        ];
        page.AddMarkup("<section><h2>Latency</h2><div class=\"grid2\">");
        for (int i = 0; i < all.Length; i++) WriteCurve(page, all[i].Name, all[i].Title, all[i].Values, i + 1);
        page.AddMarkup("</div><div class=\"scroll\"><table><thead><tr><th>metric</th><th>values</th><th>mean</th><th>deviation</th>");
        foreach (double percent in Percents) page.Add($"<th>p{percent}</th>");
        page.AddMarkup("<th>max</th></tr></thead><tbody>");
        foreach ((string name, string title, Distribution values) in all) WriteRow(page, $"{name} ({title.ToLowerInvariant()})", values);
        WriteRow(page, "front end", requests.FrontEnd);
        WriteRow(page, "queue", requests.Queue);
        WriteRow(page, "prefill", requests.Prefill);
        if (requests.Preempted.Count > 0) WriteRow(page, "preempted before the first token", requests.Preempted);
        if (requests.Transfer.Count > 0) WriteRow(page, "transfer", requests.Transfer);
        page.AddMarkup("</tbody></table></div></section>");
    }

    private static void WriteCurve(HtmlText page, string name, string title, Distribution values, int colour)
    {
        page.Add($"<figure><figcaption><b>{name}</b> {title}</figcaption>");
        if (values.Count == 0)
        {
            page.AddMarkup("<p class=\"none\">no values</p></figure>");
            return;
        }
        double low = values.PercentilePicoseconds(0.5), high = values.Largest.Picoseconds;
        var chart = new Chart(page, $"{title}: cumulative distribution", (Math.Max(low, 1), Math.Max(high, 2)), (0, 1), AxisScales.LogarithmicX);
        chart.Axes("at most", Readable.Time, Readable.Percent);
        chart.Line(Enumerable.Range(0, 401).Select(i => (values.PercentilePicoseconds(i / 4.0), i / 400.0)), colour, title);
        foreach (double percent in (double[])[50, 90, 99])
        {
            double value = values.PercentilePicoseconds(percent);
            chart.Dot(value, percent / 100, colour, $"p{Readable.Digits(percent)} {Readable.Time(value)}");
        }
        chart.End();
        page.AddMarkup("</figure>");
    }

    private static void WriteRow(HtmlText page, string name, Distribution values)
    {
        page.Add($"<tr><th>{name}</th><td>{Readable.Count(values.Count)}</td><td>{Readable.Time(values.MeanPicoseconds)}</td><td>{Readable.Time(values.DeviationPicoseconds)}</td>");
        foreach (double percent in Percents) page.Add($"<td>{Readable.Time(values.PercentilePicoseconds(percent))}</td>");
        page.Add($"<td>{Readable.Time(values.Largest.Picoseconds)}</td></tr>");
    }
}
