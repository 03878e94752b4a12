using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Temperatures over dies and through stacks, all on one scale.</summary>
internal static class HeatSection
{
    private const string FactGroup = "heat";
    private const int CellSize = 12, NameWidth = 78;

    public static void Write(HtmlText page, RunMetrics metrics, ReportSeries series)
    {
        if (series.HeatMaps.Count == 0) return;
        double low = series.HeatMaps.Min(m => m.Cells.Min(c => c.Degrees)), high = series.HeatMaps.Max(m => m.Cells.Max(c => c.Degrees));
        page.Add($"<section><h2>Temperature</h2><p>From {Readable.Digits(low)} °C <span class=\"ramp\"></span> to {Readable.Digits(high)} °C, at the instants given.</p>");
        WriteFacts(page, metrics);
        page.AddMarkup("<div class=\"maps\">");
        foreach (HeatMapRecord map in series.HeatMaps) WriteMap(page, map, series.NameOf(map.Track), low, high);
        page.AddMarkup("</div></section>");
    }

    /// <summary>How hot it grew, how the machine was held back, and what simpler models would have said.</summary>
    private static void WriteFacts(HtmlText page, RunMetrics metrics)
    {
        RunFact[] facts = [.. metrics.Ending.Facts.Where(f => f.Group == FactGroup)];
        if (facts.Length == 0) return;
        page.AddMarkup("<table class=\"facts\"><tbody>");
        foreach (RunFact fact in facts) page.Add($"<tr><th scope=\"row\">{fact.Name}</th><td>{fact.Value}</td></tr>");
        page.AddMarkup("</tbody></table>");
    }

    private static void WriteMap(HtmlText page, HeatMapRecord map, string device, double low, double high)
    {
        int left = map.RowNames.Count > 0 ? NameWidth : 0;
        double hottest = map.Cells.Max(c => c.Degrees);
        page.Add($"<figure><figcaption><b>{map.Name}</b> {device}, {Readable.Time(map.At.Picoseconds)}, at most {Readable.Digits(hottest)} °C</figcaption>");
        page.Add($"<svg class=\"map\" width=\"{(left + (map.Columns * CellSize)) * 1.35}\" viewBox=\"0 0 {left + (map.Columns * CellSize)} {map.Rows * CellSize}\" role=\"img\" aria-label=\"Temperatures of {map.Name}, at most {Readable.Digits(hottest)} degrees Celsius\">");
        for (int row = 0; row < map.Rows; row++)
        {
            if (left > 0) page.Add($"<text class=\"tick\" x=\"{left - 5}\" y=\"{(row * CellSize) + 9}\" text-anchor=\"end\">{map.RowNames[row]}</text>");
            for (int column = 0; column < map.Columns; column++)
            {
                double degrees = map.Cells[(row * map.Columns) + column].Degrees;
                page.Add($"<rect x=\"{left + (column * CellSize)}\" y=\"{row * CellSize}\" width=\"{CellSize}\" height=\"{CellSize}\" fill=\"{ColourOf(high > low ? (degrees - low) / (high - low) : 0)}\"><title>{Readable.Digits(degrees)} °C</title></rect>");
            }
        }
        page.AddMarkup("</svg></figure>");
    }

    /// <summary>From dark blue over violet and orange to light yellow, growing lighter throughout, so that it is read in grey too.</summary>
    private static string ColourOf(double share)
    {
        (double R, double G, double B)[] stops = [(13, 8, 135), (126, 3, 168), (204, 71, 120), (248, 149, 64), (240, 249, 33)];
        double place = Math.Clamp(share, 0, 1) * (stops.Length - 1);
        int low = Math.Min((int)place, stops.Length - 2);
        double rest = place - low;
        var (a, b) = (stops[low], stops[low + 1]);
        return FormattableString.Invariant($"#{(int)(a.R + ((b.R - a.R) * rest)):x2}{(int)(a.G + ((b.G - a.G) * rest)):x2}{(int)(a.B + ((b.B - a.B) * rest)):x2}");
    }
}
