using System.Globalization;
using System.Text;

namespace DeepStack.Sim.Studies.Validation;

/// <summary>Sums rows up for people: a line per area and metric, errors unweighted.</summary>
public static class ValidationSummary
{
    /// <summary>A table in Markdown.</summary>
    /// <param name="rows">The rows with their areas, in the order to show.</param>
    public static string Markdown(IEnumerable<(string Area, ValidationRow Row)> rows)
    {
        var text = new StringBuilder("| area | metric | rows | judged | mean error | worst error | widest tolerance | out of tolerance |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var group in rows.GroupBy(r => (r.Area, r.Row.Metric)))
        {
            ValidationRow[] all = [.. group.Select(r => r.Row)];
            ValidationRow[] judged = [.. all.Where(r => r.Tolerance is not null)];
            string tolerance = judged.Length == 0 ? "-" : Shown(judged.Max(r => r.Tolerance!.Value));
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Area} | {group.Key.Metric} | {all.Length} | {judged.Length} | {Shown(all.Average(r => r.Error))} | {Shown(all.Max(r => r.Error))} | {tolerance} | {all.Count(r => !r.Passes)} |\n");
        }
        return text.ToString();
    }

    private static string Shown(double error) => error == 0 ? "0" : error.ToString("G3", CultureInfo.InvariantCulture);
}
