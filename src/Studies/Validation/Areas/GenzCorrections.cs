using System.Globalization;
using DeepStack.Sim.Analytical.GenZ;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>What that tool's estimates become when it is held to its own terms: all quirks corrected, and each alone.</summary>
internal static class GenzCorrections
{
    private const string Metric = "latency_ms, corrected";

    /// <summary>A row for each estimate that changes, none of which has a tolerance, then one for each quirk.</summary>
    public static IEnumerable<ValidationRow> Of(IReadOnlyList<GenzCase> cases)
    {
        foreach (GenzCase genz in cases)
        {
            if (Corrected(genz) is { } row) yield return row;
        }
        foreach (GenZQuirk quirk in GenZQuirkList.All)
        {
            if (Worth(quirk, cases) is { } row) yield return row;
        }
    }

    private static ValidationRow? Corrected(GenzCase genz)
    {
        GenZEstimate tool = GenZEngine.Estimate(genz.Point, GenZQuirks.AsTheTool), ours = GenZEngine.Estimate(genz.Point, GenZQuirks.Corrected);
        if (tool.Fit == ours.Fit && Near(tool.Times.Total, ours.Times.Total)) return null;
        IEnumerable<string> touched = GenZQuirkList.All.Where(quirk => Changes(tool, GenZEngine.Estimate(genz.Point, quirk.Correct(GenZQuirks.AsTheTool)))).Select(quirk => quirk.Name);
        string fit = tool.Fit == ours.Fit ? "" : $"{GenZColumn.StatusOf(tool.Fit)} becomes {GenZColumn.StatusOf(ours.Fit)}; ";
        return new ValidationRow(genz.Name, Metric, tool.Times.Total * 1e3, ours.Times.Total * 1e3, Change(tool, ours), null) { IsDetail = true, Note = fit + string.Join(", ", touched) };
    }

    private static ValidationRow? Worth(GenZQuirk quirk, IReadOnlyList<GenzCase> cases)
    {
        GenZQuirks corrected = quirk.Correct(GenZQuirks.AsTheTool);
        var changes = new List<double>();
        int fits = 0;
        foreach (GenzCase genz in cases)
        {
            GenZEstimate tool = GenZEngine.Estimate(genz.Point, GenZQuirks.AsTheTool), ours = GenZEngine.Estimate(genz.Point, corrected);
            if (tool.Fit != ours.Fit) fits++;
            else if (!Near(tool.Times.Total, ours.Times.Total)) changes.Add(ours.Times.Total / tool.Times.Total);
        }
        if (fits + changes.Count == 0) return null;
        double mean = changes.Count > 0 ? changes.Average() : 1;
        string range = changes.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{changes.Count} rows change, by a factor of {changes.Min():G3} to {changes.Max():G3}") : "no time changes";
        return new ValidationRow($"{quirk.Name} corrected", "mean factor on latency", 1, mean, Math.Abs(mean - 1), null) { Note = $"{range}; {fits} change status: {quirk.Correction}" };
    }

    private static bool Changes(in GenZEstimate tool, in GenZEstimate ours) => tool.Fit != ours.Fit || !Near(tool.Times.Total, ours.Times.Total);

    private static bool Near(double left, double right) => left == right || Math.Abs(left / right - 1) < GenzValidation.Tolerance;

    private static double Change(in GenZEstimate tool, in GenZEstimate ours) =>
        tool.Fit == GenZFit.OutOfMemory || ours.Fit == GenZFit.OutOfMemory ? 0 : Math.Abs(ours.Times.Total / tool.Times.Total - 1);
}
