using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>The numbers to remember.</summary>
internal static class HeadlineSection
{
    public static void Write(HtmlText page, RunMetrics metrics)
    {
        RequestMetrics requests = metrics.Requests;
        double seconds = requests.Elapsed.Seconds, rate = seconds > 0 ? 1 / seconds : 0;
        page.AddMarkup("<section class=\"tiles\" aria-label=\"Headline numbers\">");
        Tile(page, $"{Readable.Count(requests.CountOf(RequestStatus.Finished))} of {Readable.Count(requests.All.Count)}", "requests completed", $"in {Readable.Time(requests.Elapsed.Picoseconds)}");
        Tile(page, $"{Readable.Digits(requests.Measured.Count * rate)} /s", "requests", requests.Objective.IsSet ? $"{Readable.Digits(requests.Good * rate)} /s hold {metrics.Header.Objective}" : "");
        Tile(page, $"{Readable.Count(Math.Round(requests.OutputTokens * rate))} /s", "tokens generated", $"{Readable.Count(Math.Round((requests.InputTokens + requests.OutputTokens) * rate))} /s with prompts");
        Latency(page, "time to first token", requests.Ttft);
        Latency(page, "time per further token", requests.Tpot);
        Latency(page, "time to last token", requests.E2e);
        if (metrics.Energies.Count > 0)
        {
            double joules = metrics.Energies.Sum(e => e.Spent.Joules);
            Tile(page, Readable.Quantity(joules / Math.Max(1, requests.OutputTokens), "J"), "energy per token", $"{Readable.Quantity(joules, "J")} in all");
        }
        Bounding(page, metrics);
        page.AddMarkup("</section>");
    }

    private static void Bounding(HtmlText page, RunMetrics metrics)
    {
        if (!metrics.Operators.Any || metrics.Steps.Elapsed == Duration.Zero) return;
        (Bound bound, Duration time) = Enum.GetValues<Bound>().Select(b => (b, metrics.Operators.StepTimeOf(op => op.BoundBy == b))).MaxBy(b => b.Item2);
        Tile(page, Readable.Percent(time / metrics.Steps.Elapsed), $"of step time bound by {ReportWords.Of(bound)}", "");
    }

    private static void Latency(HtmlText page, string name, Distribution values) =>
        Tile(page, Readable.Time(values.PercentilePicoseconds(50)), $"{name}, median", $"p99 {Readable.Time(values.PercentilePicoseconds(99))}");

    private static void Tile(HtmlText page, string value, string name, string detail) =>
        page.Add($"<div class=\"tile\"><b>{value}</b><span>{name}</span><small>{detail}</small></div>");
}
