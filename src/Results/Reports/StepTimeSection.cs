using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Where step time goes: a bar per step class, split by kind of operator and by what bounds it; then the longest operators.</summary>
internal static class StepTimeSection
{
    private const int ShownOperators = 15;

    public static void Write(HtmlText page, RunMetrics metrics)
    {
        page.AddMarkup("<section><h2>Where step time goes</h2>");
        WriteClasses(page, metrics.Steps);
        if (metrics.Operators.Any)
        {
            WriteBars(page, metrics, "By kind of operator", op => (int)op.Kind, i => ReportWords.Of((OperatorKind)i));
            WriteBars(page, metrics, "By what bounds the operator", op => (int)op.BoundBy, i => ReportWords.Of((Bound)i));
            WriteOperators(page, metrics);
        }
        page.AddMarkup("</section>");
    }

    private static void WriteClasses(HtmlText page, StepMetrics steps)
    {
        page.Add($"<p>{Readable.Count(steps.Count)} steps, {Readable.Time(steps.Elapsed.Picoseconds)} in all, {Readable.Time(steps.Count == 0 ? 0 : (double)steps.Elapsed.Picoseconds / steps.Count)} on average with {Readable.Digits(steps.Count == 0 ? 0 : (double)steps.Requests / steps.Count)} requests.");
        string[] origins = [.. Enum.GetValues<StepOrigin>().Where(o => steps.CountOf(o) > 0).Select(o => $"{Readable.Percent((double)steps.CountOf(o) / steps.Count)} {Files.Words.Of(o)}")];
        page.Add($"Their times were found so: {string.Join(", ", origins)}.</p>");
    }

    private static void WriteBars(HtmlText page, RunMetrics metrics, string title, Func<OperatorTotals, int> part, Func<int, string> name)
    {
        int[] parts = [.. metrics.Operators.All.GroupBy(part).OrderByDescending(g => g.Sum(op => op.StepTime.Picoseconds)).ThenBy(g => g.Key).Select(g => g.Key)];
        page.Add($"<h3>{title}</h3><div class=\"legend\">");
        for (int i = 0; i < parts.Length; i++) page.Add($"<span class=\"key\"><i class=\"b{(i % 8) + 1}\"></i>{name(parts[i])}</span>");
        page.AddMarkup("<span class=\"key\"><i class=\"b0\"></i>between operators</span></div><div class=\"bars\">");
        WriteBar(page, "all steps", metrics.Steps.Elapsed, _ => true);
        foreach (StepClass @class in Enum.GetValues<StepClass>())
        {
            if (metrics.Steps.TimeOf(@class) > Duration.Zero) WriteBar(page, ReportWords.Of(@class), metrics.Steps.TimeOf(@class), op => op.Class == @class);
        }
        page.AddMarkup("</div>");
        void WriteBar(HtmlText page, string label, Duration all, Func<OperatorTotals, bool> condition)
        {
            page.Add($"<div class=\"label\">{label}</div><div class=\"bar\">");
            double rest = 1;
            for (int i = 0; i < parts.Length; i++)
            {
                double share = metrics.Operators.StepTimeOf(op => condition(op) && part(op) == parts[i]) / all;
                rest -= share;
                WritePiece(page, (i % 8) + 1, share, name(parts[i]));
            }
            WritePiece(page, 0, rest, "between operators");
            page.Add($"</div><div class=\"value\">{Readable.Time(all.Picoseconds)}</div>");
        }
    }

    private static void WritePiece(HtmlText page, int colour, double share, string name)
    {
        if (share < 0.0005) return;
        page.Add($"<span class=\"b{colour}\" style=\"width:{share * 100}%\" title=\"{name}: {Readable.Percent(share)}\">{(share > 0.06 ? Readable.Percent(share) : "")}</span>");
    }

    private static void WriteOperators(HtmlText page, RunMetrics metrics)
    {
        page.AddMarkup("<h3>Longest operators</h3><div class=\"scroll\"><table><thead><tr><th>operator</th><th>steps</th><th>bound by</th><th>step time</th><th>share</th><th>mean</th><th>arithmetic</th><th>DRAM data</th><th>network data</th><th>energy</th></tr></thead><tbody>");
        foreach (OperatorTotals op in metrics.Operators.All.OrderByDescending(op => op.StepTime).Take(ShownOperators))
        {
            page.Add($"<tr><th>{op.Name}</th><td>{ReportWords.Of(op.Class)}</td><td>{ReportWords.Of(op.BoundBy)}</td><td>{Readable.Time(op.StepTime.Picoseconds)}</td><td>{Readable.Percent(op.StepTime / metrics.Steps.Elapsed)}</td><td>{Readable.Time((double)op.Elapsed.Picoseconds / op.Executions)}</td>");
            page.Add($"<td>{IfAny(op.Arithmetic.Count, "FLOP")}</td><td>{IfAny(op.Banks.Amount.Count, "B")}</td><td>{IfAny((op.Package.Amount + op.Network.Amount).Count, "B")}</td><td>{IfAny(op.Energy.Joules, "J")}</td></tr>");
        }
        page.AddMarkup("</tbody></table></div>");
    }

    private static string IfAny(double value, string unit) => value > 0 ? Readable.Quantity(value, unit) : "";
}
