using System.Text;
using DeepStack.Sim.Results.Accuracy;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Writes a page about accuracy: tables, and for each kind of figure with several points a picture of ours against the reference.</summary>
public static class AccuracyHtml
{
    /// <summary>Fewer points than this make no picture.</summary>
    private const int FewestPoints = 4;

    /// <summary>The page.</summary>
    /// <param name="stream">Where to write; not closed.</param>
    /// <param name="groups">The figures, those of an area together.</param>
    /// <param name="skipped">Areas that were not run, each with the reason.</param>
    /// <param name="programVersion">The version of the program.</param>
    public static void Write(Stream stream, IReadOnlyList<AccuracyGroup> groups, IReadOnlyList<(string Area, string Reason)> skipped, string programVersion)
    {
        var page = new HtmlText();
        PageFrame.Begin(page, "Accuracy");
        int rows = groups.Sum(g => g.Points.Count), judged = groups.Sum(g => g.Judged), failed = groups.Sum(g => g.Failed);
        page.Add($"<header><h1>Accuracy</h1><p>{rows} figures, {judged} of them judged, {failed} out of tolerance</p></header>");
        foreach (IGrouping<string, AccuracyGroup> area in groups.GroupBy(g => g.Area)) WriteArea(page, area.Key, [.. area]);
        if (skipped.Count > 0) WriteSkipped(page, skipped);
        PageFrame.End(page, $"Written by DeepStack.Sim {programVersion}. Mean errors are unweighted; weighted ones are all differences over all references.");
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static void WriteArea(HtmlText page, string area, AccuracyGroup[] groups)
    {
        page.Add($"<section><h2>{area}</h2><div class=\"scroll\"><table><thead><tr><th>metric</th><th>figures</th><th>judged</th><th>mean error</th><th>weighted</th><th>worst</th><th>tolerance</th><th>out</th></tr></thead><tbody>");
        foreach (AccuracyGroup group in groups)
            page.Add($"<tr><th>{group.Metric}</th><td>{group.Points.Count}</td><td>{group.Judged}</td><td>{Shown(group.MeanError)}</td><td>{Shown(group.WeightedError)}</td><td>{Shown(group.WorstError)}</td><td>{Shown(group.WidestTolerance)}</td><td>{group.Failed}</td></tr>");
        page.AddMarkup("</tbody></table></div><div class=\"grid2\">");
        foreach (AccuracyGroup group in groups) WritePicture(page, group);
        page.AddMarkup("</div></section>");
    }

    /// <summary>Both axes are logarithmic, so that equal distances from the diagonal are equal relative errors.</summary>
    private static void WritePicture(HtmlText page, AccuracyGroup group)
    {
        AccuracyPoint[] positive = [.. group.Points.Where(p => p.Reference > 0 && p.Ours > 0)];
        if (positive.Length < FewestPoints) return;
        double low = Math.Min(positive.Min(p => p.Reference), positive.Min(p => p.Ours)), high = Math.Max(positive.Max(p => p.Reference), positive.Max(p => p.Ours));
        if (!(high > low)) return;
        page.Add($"<figure><figcaption><b>{group.Metric}</b>{positive.Length} points, ours over the reference's</figcaption>");
        Chart chart = new Chart(page, $"{group.Metric}: ours against the reference", (low, high), (low, high), AxisScales.BothLogarithmic).Axes("reference", v => Readable.Quantity(v, ""), v => Readable.Quantity(v, ""));
        low = Math.Max(low, chart.X.Low);
        chart.Line([(low, low), (high, high)], 8, "equal");
        chart.Dots(positive.Where(p => p.Passes).Select(p => (p.Reference, p.Ours)), 1, "not judged or within tolerance");
        chart.Dots(positive.Where(p => !p.Passes).Select(p => (p.Reference, p.Ours)), 2, "out of tolerance");
        chart.End();
        page.AddMarkup("</figure>");
    }

    private static void WriteSkipped(HtmlText page, IReadOnlyList<(string Area, string Reason)> skipped)
    {
        page.AddMarkup("<section><h2>Not compared</h2><table class=\"facts\"><tbody>");
        foreach ((string area, string reason) in skipped) page.Add($"<tr><th>{area}</th><td>{reason}</td></tr>");
        page.AddMarkup("</tbody></table></section>");
    }

    private static string Shown(double? error) => AccuracyTable.Shown(error);
}
