using System.Globalization;
using System.Text;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>Draws a sweep: bus bandwidth against size, both on logarithmic scales, a line for each algorithm.</summary>
public static class SweepChart
{
    private const double Width = 820;
    private const double Height = 460;
    private const double Left = 70;
    private const double Right = 190;
    private const double Top = 40;
    private const double Bottom = 50;

    private static readonly string[] Colours = ["#1b6ca8", "#d1495b", "#2e8b57", "#8e5ea2", "#e08e0b", "#00798c", "#6b4c3b", "#b5179e", "#5b6770", "#7a9e00", "#111111"];

    /// <summary>The picture as SVG.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="points">The sweep; at least one point.</param>
    public static string SvgOf(string title, IReadOnlyList<SweepPoint> points)
    {
        double[] sizes = [.. points.Select(p => Math.Log2(p.Request.Size.Count))], rates = [.. points.Select(RateOf)];
        double x0 = sizes.Min(), x1 = Math.Max(sizes.Max(), x0 + 1), y0 = Math.Floor(rates.Min()), y1 = Math.Max(Math.Ceiling(rates.Max()), y0 + 1);
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/><text x=\"{Left}\" y=\"24\" font-size=\"15\">{title}</text>");
        for (double y = y0; y <= y1; y++)
            Line(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):F1}\" y2=\"{Y(y):F1}\" stroke=\"#ddd\"/><text x=\"{Left - 6}\" y=\"{Y(y) + 4:F1}\" text-anchor=\"end\">{Math.Pow(10, y):G3} GB/s</text>");
        for (double x = Math.Ceiling(x0); x <= x1; x += Math.Max(1, Math.Round((x1 - x0) / 8)))
            Line(svg, $"<line x1=\"{X(x):F1}\" x2=\"{X(x):F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#eee\"/><text x=\"{X(x):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{SizeOf(x)}</text>");
        int colour = 0;
        foreach (IGrouping<string, SweepPoint> algorithm in points.GroupBy(p => p.Algorithm))
        {
            string stroke = Colours[colour % Colours.Length];
            string path = string.Join(' ', algorithm.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(Math.Log2(p.Request.Size.Count)):F1},{Y(RateOf(p)):F1}")));
            Line(svg, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"2\"/><text x=\"{Width - Right + 10}\" y=\"{Top + 14 + 18 * colour}\" fill=\"{stroke}\">{algorithm.Key}</text>");
            colour++;
        }
        Line(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\">size</text></svg>");
        return svg.ToString();

        double X(double log) => Left + (log - x0) / (x1 - x0) * (Width - Left - Right);
        double Y(double log) => Height - Bottom - (log - y0) / (y1 - y0) * (Height - Top - Bottom);
    }

    private static double RateOf(SweepPoint point) => Math.Log10(Math.Max(1e-6, point.BusBandwidth.BytesPerSecond / 1e9));

    private static string SizeOf(double log) => Core.Units.Bytes.FromCount((long)Math.Pow(2, log)).ToString();

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(FormattableString.Invariant(line)).Append('\n');
}
