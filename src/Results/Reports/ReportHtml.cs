using System.Text;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Writes the report of a run: one page that needs nothing beside it, no script and no network.</summary>
public static class ReportHtml
{
    /// <summary>Writes the report of a run that has ended.</summary>
    public static void Write(Stream stream, RunMetrics metrics, ReportSeries series)
    {
        var page = new HtmlText();
        RunHeader header = metrics.Header;
        PageFrame.Begin(page, $"{header.Model} on {header.Platform}");
        page.Add($"<header><h1>{header.Model} <span>on</span> {header.Platform}</h1><p>{Subtitle(header)}</p></header>");
        foreach (RunFact damage in metrics.Ending.Facts.Where(f => f.Group == "timing trace")) page.Add($"<p class=\"warning\" role=\"alert\">{damage.Value}</p>");
        if (!metrics.Ending.Complete) page.AddMarkup("<p class=\"warning\">The run ended before every request did.</p>");
        HeadlineSection.Write(page, metrics);
        page.AddMarkup("<section><h2>What limits this run</h2><ul class=\"findings\">");
        foreach (string finding in Findings.Of(metrics)) page.Add($"<li>{finding}</li>");
        page.AddMarkup("</ul></section>");
        LatencySection.Write(page, metrics);
        GroupsSection.Write(page, metrics);
        LoadSection.Write(page, metrics, series);
        StepTimeSection.Write(page, metrics);
        MachineSection.Write(page, metrics);
        HeatSection.Write(page, metrics, series);
        ConfidenceSection.Write(page, metrics);
        RequestsSection.Write(page, metrics);
        SettingsSection.Write(page, metrics);
        PageFrame.End(page, $"Written by DeepStack.Sim {header.ProgramVersion}. Latencies by the definitions of vLLM's benchmark; percentiles are exact.");
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static string Subtitle(RunHeader header) =>
        string.Join(" · ", new[] { header.Plan, header.Trace, header.EngineProfile, $"{header.Fidelity} fidelity", $"seed {header.Seed}" }.Where(part => part.Length > 0));
}
