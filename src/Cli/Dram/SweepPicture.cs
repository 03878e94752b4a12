using System.Globalization;
using System.Text;
using DeepStack.Sim.Memory.Stacks;

namespace DeepStack.Sim.Cli.Dram;

/// <summary>A sweep as a picture: efficiency over transaction size, one line for each pattern and number of outstanding transfers.</summary>
internal static class SweepPicture
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 60;
    private const int Top = 30;
    private const int PlotWidth = 480;
    private const int PlotHeight = 330;

    private static readonly string[] Colours = ["#1b6ca8", "#d1495b", "#2e8b57", "#edae49", "#6a4c93", "#444444", "#00798c", "#b5651d"];

    /// <summary>The picture as SVG.</summary>
    public static string Of(string title, IReadOnlyList<SweepPoint> points)
    {
        double low = Math.Log2(points.Min(p => p.Transaction.Count)), high = Math.Max(low + 1, Math.Log2(points.Max(p => p.Transaction.Count)));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n<text x=\"{Left}\" y=\"18\" font-size=\"14\">{title}: share of the peak bandwidth over transaction size</text>\n");
        Axes(svg, points, low, high);
        int line = 0;
        foreach (IGrouping<(string Pattern, int Outstanding), SweepPoint> series in points.GroupBy(p => (p.Pattern, p.Outstanding)))
        {
            string colour = Colours[line % Colours.Length];
            IEnumerable<string> places = series.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p, low, high):F1},{Y(p.Efficiency):F1}"));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{string.Join(' ', places)}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + PlotWidth + 15}\" y=\"{Top + 15 + 18 * line}\" fill=\"{colour}\">{series.Key.Pattern}, {series.Key.Outstanding} outstanding</text>\n");
            line++;
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Axes(StringBuilder svg, IReadOnlyList<SweepPoint> points, double low, double high)
    {
        for (int tenth = 0; tenth <= 10; tenth += 2)
        {
            double y = Y(tenth / 10.0);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{y:F1}\" x2=\"{Left + PlotWidth}\" y2=\"{y:F1}\" stroke=\"#ddd\"/><text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{tenth * 10} %</text>\n");
        }
        foreach (SweepPoint point in points.DistinctBy(p => p.Transaction))
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(point, low, high):F1}\" y=\"{Top + PlotHeight + 18}\" text-anchor=\"middle\">{point.Transaction}</text>\n");
    }

    private static double X(SweepPoint point, double low, double high) => Left + PlotWidth * (Math.Log2(point.Transaction.Count) - low) / (high - low);

    private static double Y(double efficiency) => Top + PlotHeight * (1 - efficiency);
}
