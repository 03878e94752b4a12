using System.Globalization;
using System.Text;
using DeepStack.Sim.Results.Accuracy;

namespace DeepStack.Sim.Studies.Validation;

/// <summary>The tables of a page in Markdown whose head is written by hand: everything below a mark is replaced.</summary>
public static class ValidationPage
{
    /// <summary>The line below which tables stand.</summary>
    public const string Mark = "<!-- What follows is written by deepstack validate. -->";

    /// <summary>The page with new tables.</summary>
    /// <param name="page">The page as it is; empty for a new one.</param>
    /// <param name="outcome">What was found.</param>
    public static string Renew(string page, ValidationOutcome outcome)
    {
        int at = page.IndexOf(Mark, StringComparison.Ordinal);
        string head = at >= 0 ? page[..at] : page.Length == 0 ? "# Accuracy\n\n" : page.TrimEnd() + "\n\n";
        return head + Mark + "\n" + Tables(outcome);
    }

    private static string Tables(ValidationOutcome outcome)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n{outcome.Rows.Count} rows, {outcome.Judged} judged, {outcome.Failed} out of tolerance.\n");
        foreach (IGrouping<string, AccuracyGroup> area in outcome.Groups.GroupBy(g => g.Area))
            text.Append(CultureInfo.InvariantCulture, $"\n## {area.Key}\n\n{AccuracyTable.Markdown(area)}");
        if (outcome.Skipped.Count == 0) return text.ToString();
        text.Append("\n## Not compared\n\n");
        foreach ((string area, string reason) in outcome.Skipped) text.Append(CultureInfo.InvariantCulture, $"* {area}: {reason}\n");
        return text.ToString();
    }
}
