using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>The requests that took longest, each as a waterfall of its phases.</summary>
internal static class RequestsSection
{
    private const int Shown = 20;

    private static readonly (string Name, int Colour)[] Phases = [("front end", 1), ("queue", 2), ("prefill", 3), ("transfer", 5), ("decode", 4)];

    public static void Write(HtmlText page, RunMetrics metrics)
    {
        RequestRecord[] worst = [.. metrics.Requests.Measured.OrderByDescending(r => r.Finished - r.Arrival).ThenBy(r => r.Index).Take(Shown)];
        if (worst.Length == 0) return;
        double longest = (worst[0].Finished - worst[0].Arrival).Picoseconds;
        page.Add($"<section><h2>The {worst.Length} slowest requests</h2><div class=\"legend\">");
        bool transfers = metrics.Requests.Transfer.Count > 0;
        foreach ((string name, int colour) in Phases.Where(phase => transfers || phase.Name != "transfer")) page.Add($"<span class=\"key\"><i class=\"b{colour}\"></i>{name}</span>");
        page.AddMarkup("</div><div class=\"bars falls\">");
        foreach (RequestRecord request in worst) WriteFall(page, request, longest);
        page.Add($"</div><p class=\"note\">Each bar begins with the arrival. To see one on the timeline, open <a href=\"{ResultFiles.Timeline}\">{ResultFiles.Timeline}</a> in a trace viewer and go to the time in its label, or cut it out in full detail with <code>deepstack timing-trace timeline {ResultFiles.TimingTrace} --window FROM..TO</code>.</p></section>");
    }

    private static void WriteFall(HtmlText page, RequestRecord request, double longest)
    {
        RequestLatencies latencies = RequestLatencies.Of(request);
        page.Add($"<div class=\"label\">{request.Id} <small>at {Readable.Time(request.Arrival.Picoseconds)}</small></div><div class=\"bar\">");
        Duration[] phases = [latencies.FrontEnd, latencies.Queue, latencies.Prefill, latencies.Transfer, latencies.Decode];
        for (int i = 0; i < phases.Length; i++)
        {
            if (phases[i] > Duration.Zero) page.Add($"<span class=\"b{Phases[i].Colour}\" style=\"width:{phases[i].Picoseconds / longest * 100}%\" title=\"{Phases[i].Name}: {Readable.Time(phases[i].Picoseconds)}\"></span>");
        }
        string preempted = request.Preemptions > 0 ? $", {request.Preemptions} x preempted ({Readable.Time(request.PreemptedTime.Picoseconds)})" : "";
        page.Add($"</div><div class=\"value\">{Readable.Time(latencies.E2e.Picoseconds)} <small>{Readable.Count(request.InputTokens)} in, {Readable.Count(request.OutputTokens)} out{preempted}</small></div>");
    }
}
