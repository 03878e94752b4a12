namespace DeepStack.Sim.Results.Reports;

/// <summary>Head and foot of a page that needs nothing beside it: no script, no network.</summary>
internal static class PageFrame
{
    public static void Begin(HtmlText page, string title)
    {
        page.AddMarkup("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.AddMarkup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><link rel=\"icon\" href=\"data:,\">");
        page.Add($"<title>{title}</title>");
        page.AddMarkup($"<style>\n{ReportStyle.Text}\n</style></head><body><main>");
    }

    public static void End(HtmlText page, string footer) => page.Add($"<footer>{footer}</footer></main></body></html>");
}
