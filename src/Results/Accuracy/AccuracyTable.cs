using System.Globalization;
using System.Text;

namespace DeepStack.Sim.Results.Accuracy;

/// <summary>Tables of accuracy in Markdown: a line for each kind of figure.</summary>
public static class AccuracyTable
{
    /// <summary>One table.</summary>
    public static string Markdown(IEnumerable<AccuracyGroup> groups)
    {
        var text = new StringBuilder("| area | metric | rows | judged | mean error | weighted | worst error | widest tolerance | out of tolerance |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (AccuracyGroup group in groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Area} | {group.Metric} | {group.Points.Count} | {group.Judged} | {Shown(group.MeanError)} | {Shown(group.WeightedError)} | {Shown(group.WorstError)} | {Shown(group.WidestTolerance)} | {group.Failed} |\n");
        }
        return text.ToString();
    }

    /// <summary>An error or a tolerance, with three digits; a dash where there is none.</summary>
    internal static string Shown(double? error) => error switch
    {
        null => "-",
        0 => "0",
        _ => error.Value.ToString("G3", CultureInfo.InvariantCulture),
    };
}
