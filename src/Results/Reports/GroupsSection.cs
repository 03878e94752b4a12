using DeepStack.Sim.Results.Metrics;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Latencies by length of the prompt, and by tenant where there are several.</summary>
internal static class GroupsSection
{
    public static void Write(HtmlText page, RunMetrics metrics)
    {
        IReadOnlyList<RequestGroup> lengths = RequestGroup.ByInputLength(metrics.Requests.Measured), tenants = RequestGroup.ByTenant(metrics.Requests.Measured);
        if (lengths.Count < 2 && tenants.Count < 2) return;
        page.AddMarkup("<section><h2>Latency by request</h2><div class=\"scroll\"><table><thead><tr><th></th><th>requests</th><th>TTFT p50</th><th>p90</th><th>p99</th><th>TPOT p50</th><th>p90</th><th>p99</th><th>E2E p50</th><th>p90</th><th>p99</th></tr></thead><tbody>");
        if (lengths.Count > 1) WriteRows(page, lengths, " prompt tokens");
        if (tenants.Count > 1) WriteRows(page, tenants, "");
        page.AddMarkup("</tbody></table></div></section>");
    }

    private static void WriteRows(HtmlText page, IReadOnlyList<RequestGroup> groups, string unit)
    {
        foreach (RequestGroup group in groups)
        {
            page.Add($"<tr><th>{group.Name}{unit}</th><td>{Readable.Count(group.Count)}</td>");
            foreach (Distribution values in (Distribution[])[group.Ttft, group.Tpot, group.E2e])
                page.Add($"<td>{Readable.Time(values.PercentilePicoseconds(50))}</td><td>{Readable.Time(values.PercentilePicoseconds(90))}</td><td>{Readable.Time(values.PercentilePicoseconds(99))}</td>");
            page.AddMarkup("</tr>");
        }
    }
}
