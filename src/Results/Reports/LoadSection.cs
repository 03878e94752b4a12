using DeepStack.Sim.Results.Metrics;

namespace DeepStack.Sim.Results.Reports;

/// <summary>What came, what ran and what waited over time.</summary>
internal static class LoadSection
{
    public static void Write(HtmlText page, RunMetrics metrics, ReportSeries series)
    {
        LoadBin[] bins = series.Load.Bins.ToArray();
        double width = series.Load.Width.Picoseconds, seconds = width * 1e-12;
        int replicas = Math.Max(1, metrics.Header.Replicas.Count);
        page.AddMarkup("<section><h2>Load over time</h2><div class=\"grid2\">");
        Draw(page, "Requests per second", [("arrived", bins.Select(b => b.Arrivals / seconds)), ("completed", bins.Select(b => b.Completions / seconds))], width, v => Readable.Digits(v));
        DrawStack(page, "Tokens computed per second", ("generation", [.. bins.Select(b => b.DecodeTokens / seconds)]), ("prompts", [.. bins.Select(b => b.PrefillTokens / seconds)]), width);
        Draw(page, "Requests in the machine", [("running", bins.Select(b => b.Running / width)), ("waiting", bins.Select(b => b.Waiting / width))], width, v => Readable.Count(v));
        Draw(page, "KV cache in use", [("mean of replicas", bins.Select(b => b.KvCacheUse / width / replicas))], width, Readable.Percent);
        foreach (var counter in series.Counters.GroupBy(c => c.Name)) DrawCounter(page, counter.Key, [.. counter.Select(c => (c.Track, c.Values))]);
        page.AddMarkup("</div></section>");
    }

    private static void Draw(HtmlText page, string title, (string Name, IEnumerable<double> Values)[] lines, double width, Func<double, string> text)
    {
        double[][] values = [.. lines.Select(l => l.Values.ToArray())];
        Caption(page, title, lines.Select(l => l.Name));
        var chart = new Chart(page, title, (0, values[0].Length * width), (0, values.Max(v => v.DefaultIfEmpty(0).Max()) * 1.05));
        chart.Axes("simulated time", Readable.Time, text);
        for (int i = 0; i < lines.Length; i++) chart.Line(values[i].Select((v, k) => ((k + 0.5) * width, v)), i + 1, lines[i].Name);
        chart.End();
        page.AddMarkup("</figure>");
    }

    private static void DrawStack(HtmlText page, string title, (string Name, double[] Values) low, (string Name, double[] Values) high, double width)
    {
        Caption(page, title, [low.Name, high.Name]);
        double most = low.Values.Zip(high.Values, (a, b) => a + b).DefaultIfEmpty(0).Max();
        var chart = new Chart(page, title, (0, low.Values.Length * width), (0, most * 1.05));
        chart.Axes("simulated time", Readable.Time, v => Readable.Quantity(v, ""));
        chart.Band([.. low.Values.Select((v, k) => ((k + 0.5) * width, 0.0, v))], 1, low.Name);
        chart.Band([.. high.Values.Select((v, k) => ((k + 0.5) * width, low.Values[k], low.Values[k] + v))], 2, high.Name);
        chart.End();
        page.AddMarkup("</figure>");
    }

    private static void DrawCounter(HtmlText page, string title, (string Track, Timelines.AdaptiveBins<PeakBin> Values)[] tracks)
    {
        const int mostTracks = 8;
        var lines = tracks.Take(mostTracks).Select(t => (t.Track, Points: PointsOf(t.Values))).Where(t => t.Points.Count > 0).ToArray();
        if (lines.Length == 0) return;
        Caption(page, title, lines.Select(l => l.Track));
        double low = lines.Min(l => l.Points.Min(p => p.Y)), high = lines.Max(l => l.Points.Max(p => p.Y));
        var chart = new Chart(page, title, (0, lines.Max(l => l.Points[^1].X)), (low - ((high - low) * 0.05), high + ((high - low) * 0.05)));
        chart.Axes("simulated time", Readable.Time, v => Readable.Digits(v));
        for (int i = 0; i < lines.Length; i++) chart.Line(lines[i].Points, i + 1, lines[i].Track);
        chart.End();
        page.AddMarkup("</figure>");
    }

    private static List<(double X, double Y)> PointsOf(Timelines.AdaptiveBins<PeakBin> bins)
    {
        var points = new List<(double X, double Y)>();
        for (int i = 0; i < bins.Bins.Length; i++)
        {
            if (bins.Bins[i].IsSet) points.Add(((i + 0.5) * bins.Width.Picoseconds, bins.Bins[i].Value));
        }
        return points;
    }

    private static void Caption(HtmlText page, string title, IEnumerable<string> names)
    {
        page.Add($"<figure><figcaption><b>{title}</b>");
        int colour = 1;
        foreach (string name in names) page.Add($"<span class=\"key\"><i class=\"b{colour++}\"></i>{name}</span>");
        page.AddMarkup("</figcaption>");
    }
}
