namespace DeepStack.Sim.Results.Reports;

/// <summary>A picture with two axes, drawn as inline SVG with the colours of the page.</summary>
internal sealed class Chart
{
    private const int Width = 460, Height = 220, Left = 52, Right = 12, Top = 14, Bottom = 34;

    private readonly HtmlText _page;

    /// <param name="page">Where to draw.</param>
    /// <param name="description">What the picture shows, for those who cannot see it.</param>
    /// <param name="x">The lowest and highest value from left to right.</param>
    /// <param name="y">The lowest and highest value from bottom to top.</param>
    /// <param name="scales">Which axes are logarithmic.</param>
    public Chart(HtmlText page, string description, (double Low, double High) x, (double Low, double High) y, AxisScales scales = AxisScales.Linear)
    {
        _page = page;
        X = scales != AxisScales.Linear ? Scale.Logarithmic(x.Low, x.High, Left, Width - Right) : Scale.Linear(x.Low, x.High, Left, Width - Right);
        Y = scales == AxisScales.BothLogarithmic ? Scale.Logarithmic(y.Low, y.High, Height - Bottom, Top) : Scale.Linear(y.Low, y.High, Height - Bottom, Top);
        page.Add($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{description}\">");
    }

    public Scale X { get; }

    public Scale Y { get; }

    public Chart Axes(string xTitle, Func<double, string> xText, Func<double, string> yText)
    {
        foreach (double mark in Y.Marks(5))
        {
            double y = Y.At(mark);
            _page.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y}\" y2=\"{y}\"/><text class=\"tick\" x=\"{Left - 6}\" y=\"{y + 3.5}\" text-anchor=\"end\">{yText(mark)}</text>");
        }
        double last = double.NegativeInfinity;
        foreach (double mark in X.Marks(5))
        {
            double x = X.At(mark);
            _page.Add($"<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
            if (x - last < 40) continue;
            last = x;
            _page.Add($"<text class=\"tick\" x=\"{x}\" y=\"{Height - Bottom + 14}\" text-anchor=\"middle\">{xText(mark)}</text>");
        }
        _page.Add($"<text class=\"axis\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">{xTitle}</text>");
        return this;
    }

    public Chart Line(IEnumerable<(double X, double Y)> points, int colour, string title)
    {
        _page.Add($"<polyline class=\"line s{colour}\" points=\"{Points(points)}\"><title>{title}</title></polyline>");
        return this;
    }

    /// <summary>Fills the space between two lines over the same x.</summary>
    public Chart Band(IReadOnlyList<(double X, double Low, double High)> points, int colour, string title)
    {
        string outline = Points(points.Select(p => (p.X, p.High)).Concat(points.Reverse().Select(p => (p.X, p.Low))));
        _page.Add($"<polygon class=\"f{colour}\" points=\"{outline}\"><title>{title}</title></polygon>");
        return this;
    }

    /// <summary>A cloud of dots: strokes of no length with round ends, so that thousands stay small.</summary>
    public Chart Dots(IEnumerable<(double X, double Y)> points, int colour, string title)
    {
        string path = string.Concat(points.Select(p => FormattableString.Invariant($"M{X.At(p.X):0.#} {Y.At(p.Y):0.#}h0")));
        if (path.Length > 0) _page.Add($"<path class=\"dots s{colour}\" d=\"{path}\"><title>{title}</title></path>");
        return this;
    }

    /// <summary>A dot on a line with a word beside it.</summary>
    public Chart Dot(double x, double y, int colour, string text)
    {
        double left = X.At(x), top = Y.At(y);
        bool flips = left > Width - 120;
        _page.Add($"<circle class=\"f{colour}\" cx=\"{left}\" cy=\"{top}\" r=\"3.5\"/><text class=\"mark\" x=\"{(flips ? left - 7 : left + 7)}\" y=\"{top + 13}\" text-anchor=\"{(flips ? "end" : "start")}\">{text}</text>");
        return this;
    }

    public void End() => _page.AddMarkup("</svg>");

    private string Points(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(p => FormattableString.Invariant($"{X.At(p.X):0.#},{Y.At(p.Y):0.#}")));
}
