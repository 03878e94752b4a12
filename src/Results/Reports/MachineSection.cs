using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;

namespace DeepStack.Sim.Results.Reports;

/// <summary>How much of the machine was used, and the energy it took.</summary>
internal static class MachineSection
{
    public static void Write(HtmlText page, RunMetrics metrics)
    {
        Utilisation use = metrics.Utilisation;
        page.AddMarkup("<section><h2>Utilisation</h2><div class=\"bars\">");
        WriteUse(page, "replicas in a step", use.Busy);
        WriteUse(page, "arithmetic, of peak", use.Arithmetic);
        WriteUse(page, "the same inside steps", use.ArithmeticInSteps);
        WriteUse(page, "DRAM data rate, of peak", use.DramBandwidth);
        WriteUse(page, "the same inside steps", use.DramBandwidthInSteps);
        WriteUse(page, "network data rate, of peak", use.NetworkBandwidth);
        page.AddMarkup("</div>");
        for (int i = 0; i < metrics.Header.Replicas.Count && metrics.Header.Replicas.Count > 1; i++)
        {
            if (i == 0) page.AddMarkup("<h3>Time in a step, by replica</h3><div class=\"bars\">");
            WriteUse(page, metrics.Header.Replicas[i].Name, i < metrics.Steps.Busy.Count ? metrics.Steps.Busy[i] / (metrics.Ending.At - SimTime.Zero) : 0);
            if (i == metrics.Header.Replicas.Count - 1) page.AddMarkup("</div>");
        }
        page.AddMarkup("</section>");
        if (metrics.Energies.Count > 0) WriteEnergy(page, metrics);
    }

    private static void WriteUse(HtmlText page, string name, double? share)
    {
        if (share is not { } known) return;
        page.Add($"<div class=\"label\">{name}</div><div class=\"bar\"><span class=\"b1\" style=\"width:{Math.Min(100, known * 100)}%\"></span></div><div class=\"value\">{Readable.Percent(known)}</div>");
    }

    private static void WriteEnergy(HtmlText page, RunMetrics metrics)
    {
        double total = metrics.Energies.Sum(e => e.Spent.Joules);
        page.Add($"<section><h2>Energy</h2><p>{Readable.Quantity(total, "J")} in all, {Readable.Quantity(total / Math.Max(1, metrics.Requests.OutputTokens), "J")} per token generated, {Readable.Quantity(total / metrics.Ending.At.Seconds, "W")} on average.</p><div class=\"bars\">");
        foreach ((string component, Energy spent) in metrics.Energies.OrderByDescending(e => e.Spent).ThenBy(e => e.Component, StringComparer.Ordinal))
            page.Add($"<div class=\"label\">{component}</div><div class=\"bar\"><span class=\"b2\" style=\"width:{spent.Joules / total * 100}%\"></span></div><div class=\"value\">{Readable.Quantity(spent.Joules, "J")}</div>");
        page.AddMarkup("</div></section>");
    }
}
