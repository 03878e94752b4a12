using System.Text;
using DeepStack.Sim.Results.Accuracy;
using DeepStack.Sim.Results.Reports;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Results.Tests.Reports;

/// <summary>The page with tables and scatter plots.</summary>
public sealed class AccuracyHtmlTests
{
    [Fact]
    public void ThePageIsAsReviewed() => Snapshot.Verify(Page(), "html");

    [Fact]
    public void FiguresOutOfToleranceHaveDotsOfTheirOwn()
    {
        string page = Page();

        Assert.Equal(1, page.Split("class=\"dots s1\"").Length - 1);
        Assert.Equal(1, page.Split("class=\"dots s2\"").Length - 1);
    }

    private static string Page()
    {
        AccuracyPoint[] points = [.. new[] { 1.0, 10, 100, 1000 }.Select((value, i) => new AccuracyPoint($"case {i}", value, value * 1.1, i == 3 ? 0.5 : 0.1, 0.2))];
        AccuracyGroup[] groups =
        [
            new("kernels", "time us", points),
            new("kernels", "share <1>", [new AccuracyPoint("one", 0, 0.1, 0.1, null)]),
        ];
        using var stream = new MemoryStream();
        AccuracyHtml.Write(stream, groups, [("steps", "no folder reference/deepstack")], "0.0.0");
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
