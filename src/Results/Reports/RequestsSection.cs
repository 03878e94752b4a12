using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>The requests that took longest, each as a waterfall of its phases.</summary>
internal static class RequestsSection
{
    /// <summary>How many there are; the timeline shows as many of the slowest whatever else it leaves out.</summary>
    public const int Shown = 20;

    private static readonly (string Name, int Colour)[] Phases = [("front end", 1), ("queue", 2), ("prefill", 3), ("preempted", 6), ("transfer", 5), ("decode", 4)];

    public static void Write(HtmlText page, RunMetrics metrics)
    {
        RequestRecord[] worst = [.. metrics.Requests.Measured.OrderByDescending(r => r.Finished - r.Arrival).ThenBy(r => r.Index).Take(Shown)];
        if (worst.Length == 0) return;
        double longest = (worst[0].Finished - worst[0].Arrival).Picoseconds;
        page.Add($"<section><h2>The {worst.Length} slowest requests</h2><div class=\"legend\">");
        string[] absent = [.. metrics.Requests.Transfer.Count > 0 ? [] : (string[])["transfer"], .. metrics.Requests.Preempted.Count > 0 ? [] : (string[])["preempted"]];
        foreach ((string name, int colour) in Phases.Where(phase => !absent.Contains(phase.Name))) page.Add($"<span class=\"key\"><i class=\"b{colour}\"></i>{name}</span>");
        page.AddMarkup("</div><div class=\"bars falls\">");
        foreach (RequestRecord request in worst) WriteFall(page, request, longest, metrics.Header.Replicas);
        page.Add($"</div><p class=\"note\">Each bar begins with the arrival. The slowest requests of a run are always on the timeline; open one to see where, and how to cut it out with all its steps.</p></section>");
    }

    private static void WriteFall(HtmlText page, RequestRecord request, double longest, IReadOnlyList<ReplicaFacts> replicas)
    {
        RequestLatencies latencies = RequestLatencies.Of(request);
        page.Add($"<div class=\"label\"><details><summary>{request.Id} <small>at {Readable.Time(request.Arrival.Picoseconds)}</small></summary>");
        WritePlace(page, request, replicas[request.Replica].Name);
        page.AddMarkup("</details></div><div class=\"bar\">");
        Duration[] phases = [latencies.FrontEnd, latencies.Queue, latencies.Prefill, latencies.Preempted, latencies.Transfer, latencies.Decode];
        for (int i = 0; i < phases.Length; i++)
        {
            if (phases[i] > Duration.Zero) page.Add($"<span class=\"b{Phases[i].Colour}\" style=\"width:{phases[i].Picoseconds / longest * 100}%\" title=\"{Phases[i].Name}: {Readable.Time(phases[i].Picoseconds)}\"></span>");
        }
        string preempted = request.Preemptions > 0 ? $", {request.Preemptions} x preempted ({Readable.Time(request.PreemptedTime.Picoseconds)})" : "";
        page.Add($"</div><div class=\"value\">{Readable.Time(latencies.E2e.Picoseconds)} <small>{Readable.Count(request.InputTokens)} in, {Readable.Count(request.OutputTokens)} out{preempted}</small></div>");
    }

    /// <summary>Where the request is on the timeline, and the command that cuts it out.</summary>
    private static void WritePlace(HtmlText page, RequestRecord request, string replica)
    {
        string window = new TimeWindow(request.Arrival, request.Finished).ToString();
        page.Add($"<small><a href=\"{ResultFiles.Timeline}\">{ResultFiles.Timeline}</a>, {replica}: find <q>request {request.Id}</q>, {Readable.Time(request.Arrival.Picoseconds)} to {Readable.Time(request.Finished.Picoseconds)}. ");
        page.Add($"All its steps: <code>deepstack timing-trace timeline {ResultFiles.TimingTrace} --window \"{window}\" --out request-{request.Index}.json</code></small>");
    }
}
