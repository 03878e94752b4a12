using System.Text;
using DeepStack.Sim.Results.Designs;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Writes a page about a search of designs: the Pareto front in pictures, the best of each batch, and how to time them again.</summary>
public static class DesignHtml
{
    /// <summary>The page.</summary>
    /// <param name="stream">Where to write; not closed.</param>
    /// <param name="sheet">What was found.</param>
    /// <param name="programVersion">The version of the program.</param>
    public static void Write(Stream stream, DesignSheet sheet, string programVersion)
    {
        var page = new HtmlText();
        PageFrame.Begin(page, "Designs");
        page.Add($"<header><h1>Designs</h1><p>{sheet.Description}</p></header>");
        WritePictures(page, sheet);
        WriteTable(page, "The best of each batch", sheet, sheet.Rows.Where(row => row.IsBest));
        if (sheet.Empty.Count > 0) page.Add($"<p class=\"warning\">No design is feasible at batch {string.Join(", ", sheet.Empty)}.</p>");
        page.AddMarkup("<section><h2>Time them again</h2><pre>");
        foreach (DesignRow row in sheet.Rows.Where(row => row.IsBest)) page.Add($"# batch {row.Batch}\n{row.Command}");
        page.AddMarkup("</pre></section>");
        WriteTable(page, "The Pareto front of all batches", sheet, sheet.Rows.Where(row => row.IsOnFront));
        page.AddMarkup("<section><h2>What was searched</h2><table class=\"facts\"><tbody>");
        foreach ((string name, string value) in sheet.Facts.Append(("points", sheet.Account))) page.Add($"<tr><th>{name}</th><td>{value}</td></tr>");
        page.AddMarkup("</tbody></table></section>");
        PageFrame.End(page, $"Written by DeepStack.Sim {programVersion}. UTPS: tokens a second that one user sees; STPS: tokens a second of the whole machine. Times are of the closed form.");
        stream.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static void WritePictures(HtmlText page, DesignSheet sheet)
    {
        page.AddMarkup("<section><h2>The user against the machine</h2><div class=\"grid2\">");
        WritePicture(page, sheet.Rows, "STPS over UTPS", row => row.Stps);
        if (sheet.Rows.Any(row => row.StpsPerWatt is not null)) WritePicture(page, sheet.Rows, "STPS a watt over UTPS", row => row.StpsPerWatt);
        page.AddMarkup("</div></section>");
    }

    private static void WritePicture(HtmlText page, IReadOnlyList<DesignRow> rows, string title, Func<DesignRow, double?> value)
    {
        (DesignRow Row, double Value)[] known = [.. rows.Select(row => (row, value(row) ?? 0)).Where(pair => pair.Item2 > 0)];
        if (known.Length == 0) return;
        page.Add($"<figure><figcaption><b>{title}</b>the front of all batches; named: the best of each</figcaption>");
        Chart chart = new Chart(page, title, Around(known.Select(k => k.Row.Utps)), Around(known.Select(k => k.Value)), AxisScales.BothLogarithmic)
            .Axes("tokens a second of one user", v => Readable.Quantity(v, ""), v => Readable.Quantity(v, ""));
        chart.Dots(known.Where(k => k.Row.IsOnFront).Select(k => (k.Row.Utps, k.Value)), 1, "on the front");
        foreach ((DesignRow row, double height) in known.Where(k => k.Row.IsBest)) chart.Dot(row.Utps, height, 2, FormattableString.Invariant($"batch {row.Batch}"));
        chart.End();
        page.AddMarkup("</figure>");
    }

    private static (double Low, double High) Around(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return (all.Min() / 1.2, all.Max() * 1.2);
    }

    private static void WriteTable(HtmlText page, string title, DesignSheet sheet, IEnumerable<DesignRow> rows)
    {
        page.Add($"<section><h2>{title}</h2><div class=\"scroll\"><table><thead><tr>");
        foreach (string head in sheet.Heads) page.Add($"<th>{head}</th>");
        page.AddMarkup("</tr></thead><tbody>");
        foreach (DesignRow row in rows)
        {
            page.AddMarkup("<tr>");
            foreach (string cell in row.Cells) page.Add($"<td>{cell}</td>");
            page.AddMarkup("</tr>");
        }
        page.AddMarkup("</tbody></table></div></section>");
    }
}
