using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>With what the run was made, and how well each number of its presets is known.</summary>
internal static class SettingsSection
{
    public static void Write(HtmlText page, RunMetrics metrics)
    {
        RunHeader header = metrics.Header;
        page.AddMarkup("<section><h2>Settings</h2><div class=\"scroll\"><table class=\"facts\"><tbody>");
        RunFact[] own =
        [
            new("run", "trace", header.Trace),
            new("run", "seed", header.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("run", "fidelity", header.Fidelity),
            new("run", "serving engine followed", header.EngineProfile),
            new("run", "objective", header.Objective),
            new("run", "program", $"DeepStack.Sim {header.ProgramVersion}"),
        ];
        foreach (IGrouping<string, RunFact> group in own.Where(f => f.Value.Length > 0).Concat(header.Facts).Concat(metrics.Ending.Facts.Where(f => f.Group is not (MetricInterval.Facts or MetricInterval.Group))).GroupBy(f => f.Group))
        {
            bool first = true;
            foreach (RunFact fact in group)
            {
                page.Add($"<tr><th>{(first ? group.Key : "")}</th><td>{fact.Name}</td><td>{fact.Value}</td></tr>");
                first = false;
            }
        }
        page.AddMarkup("</tbody></table></div>");
        page.Add($"<details><summary>Scenario</summary><pre>{header.Scenario}</pre></details>");
        WritePresets(page, header);
        page.AddMarkup("</section>");
    }

    private static void WritePresets(HtmlText page, RunHeader header)
    {
        if (header.Provenance.Count > 0)
        {
            string[] kinds = [.. header.Provenance.GroupBy(p => p.Kind).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}")];
            page.Add($"<h3>Where the numbers come from</h3><p>{Readable.Count(header.Provenance.Count)} numbers: {string.Join(", ", kinds)}.</p>");
            page.AddMarkup("<details><summary>Every number with its source</summary><div class=\"scroll\"><table class=\"facts\"><thead><tr><th>preset</th><th>number</th><th>value</th><th>kind</th><th>source</th></tr></thead><tbody>");
            foreach (RunProvenance number in header.Provenance)
                page.Add($"<tr><th>{number.Preset}</th><td>{number.Path}</td><td>{number.Value}</td><td class=\"kind {number.Kind}\">{number.Kind}</td><td>{number.Source}</td></tr>");
            page.AddMarkup("</tbody></table></div></details>");
        }
        if (header.Presets.Count == 0) return;
        page.AddMarkup("<details><summary>Presets and their hashes</summary><div class=\"scroll\"><table class=\"facts\"><tbody>");
        foreach (PresetHash preset in header.Presets) page.Add($"<tr><th>{preset.Preset}</th><td><code>{preset.Hash}</code></td></tr>");
        page.AddMarkup("</tbody></table></div></details>");
    }
}
