using System.Text;
using System.Xml;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Reports;
using DeepStack.Sim.Results.Tests.Recording;

namespace DeepStack.Sim.Results.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public void ReportIsOneWellFormedPageThatRefersToNothingOutside()
    {
        string page = Write(SyntheticRun.Record());

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
        AssertWellFormed(page);
    }

    [Fact]
    public void WhatARunSaysIsTextAndNeverMarkup()
    {
        string page = Write(SyntheticRun.Record(requests: 2));

        Assert.Contains("note: &quot;a &lt; b &amp; c&quot;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryWaterfallSaysWhereItsRequestIsOnTheTimeline()
    {
        RecordedRun run = SyntheticRun.Record();
        RequestRecord slowest = run.Requests.Where(r => r.IsComplete).OrderByDescending(r => r.Finished - r.Arrival).ThenBy(r => r.Index).First();

        string page = Write(run);

        Assert.Equal(20, page.Split("<q>request ").Length - 1);
        Assert.Contains($"<q>request {slowest.Id}</q>", page, StringComparison.Ordinal);
        Assert.Contains($"--window \"{new TimeWindow(slowest.Arrival, slowest.Finished)}\" --out request-{slowest.Index}.json", page, StringComparison.Ordinal);
        Assert.Equal(new TimeWindow(slowest.Arrival, slowest.Finished), TimeWindow.Parse($"{new TimeWindow(slowest.Arrival, slowest.Finished)}"));
    }

    [Fact]
    public void RunWithoutRequestsStepsOrOperatorsStillHasAReport()
    {
        var run = new RecordedRun();
        run.Begin(SyntheticHeader.Of(1));
        run.End(new RunEnd(default, false));

        string page = Write(run);

        AssertWellFormed(page);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Contains("The run ended before every request did.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1.5, "1.5 ps")]
    [InlineData(999_000_000, "999 µs")]
    [InlineData(2.5e13, "25 s")]
    [InlineData(7.2e15, "2 h")]
    public void TimesAreWrittenInAFittingUnit(double picoseconds, string text) => Assert.Equal(text, Readable.Time(picoseconds));

    [Fact]
    public void MarksOfScalesAreRound()
    {
        Assert.Equal([0, 20, 40, 60, 80, 100], Scale.Linear(0, 100, 0, 1).Marks(5));
        Assert.Equal([2e9, 5e9, 1e10, 2e10, 5e10], Scale.Logarithmic(1.5e9, 5.5e10, 0, 1).Marks(5).Select(v => Math.Round(v)));
    }

    internal static string Write(RecordedRun run)
    {
        RunMetrics metrics = new();
        ReportSeries series = new();
        run.PlayTo(new RecorderTee(metrics, series));
        using var stream = new MemoryStream();
        ReportHtml.Write(stream, metrics, series);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Every element but the few void ones in the head is closed, so the body reads as XML.</summary>
    private static void AssertWellFormed(string page)
    {
        string body = page[page.IndexOf("<body>", StringComparison.Ordinal)..page.IndexOf("</html>", StringComparison.Ordinal)];
        using var reader = XmlReader.Create(new StringReader(body.Replace("&#", "&amp;#", StringComparison.Ordinal).Replace("&middot;", "", StringComparison.Ordinal)));
        while (reader.Read())
        {
        }
    }
}
