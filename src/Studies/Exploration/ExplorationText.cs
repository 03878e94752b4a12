using System.Globalization;
using System.Text;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>Writes what a search found for people: the best of each batch, how to time it again, and what became of all points.</summary>
public static class ExplorationText
{
    /// <summary>The text.</summary>
    public static string Of(ExplorationResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Space.Description}\n\n");
        List<string[]> rows = [[.. ExplorationSheet.HeadsOf(result.Space)], .. result.Space.Batches.Zip(result.Best).Select(pair => RowOf(result.Space, pair.First, pair.Second))];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0))];
        foreach (string[] row in rows) text.Append(string.Join("  ", row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadLeft(widths[column])))).Append('\n');
        text.Append('\n');
        foreach (ExploredDesign best in result.Best.OfType<ExploredDesign>()) text.Append(CultureInfo.InvariantCulture, $"batch {best.Batch}: {ReproducingLine.Of(result.Space, best)}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{AccountOf(result)}\n");
        return text.ToString();
    }

    private static string[] RowOf(DesignSpace space, int batch, ExploredDesign? design) =>
        design is null ? [$"{batch}", .. Enumerable.Repeat("-", space.Axes.Count + 6), "none is feasible"] : ExplorationSheet.CellsOf(design);

    /// <summary>What became of all points, in a sentence or two.</summary>
    public static string AccountOf(ExplorationResult result)
    {
        VerdictCounts counts = result.Counts;
        string[] reasons =
        [
            .. new[]
            {
                (DesignVerdict.Rule, "excluded by rules"), (DesignVerdict.Area, "over the area"), (DesignVerdict.Memory, "over the memory"), (DesignVerdict.Power, "over the power"),
                (DesignVerdict.Temperature, "over the temperature"), (DesignVerdict.Bounded, "bounded away"), (DesignVerdict.LeftOut, "left out when the budget ended"),
            }.Where(reason => counts[reason.Item1] > 0).Select(reason => string.Create(CultureInfo.InvariantCulture, $"{counts[reason.Item1]} {reason.Item2}")),
        ];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Total} points: {result.Machines} silicon x {result.Space.Batches.Count} batches x {result.Plans} plans; {counts.Timed} timed, {counts[DesignVerdict.Feasible]} feasible{string.Concat(reasons.Select(r => $", {r}"))}.");
    }
}
