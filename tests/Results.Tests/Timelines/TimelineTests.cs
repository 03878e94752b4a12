using System.Text;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Tests.Recording;
using DeepStack.Sim.Results.Timelines;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Results.Tests.Timelines;

public sealed class TimelineTests
{
    [Theory]
    [InlineData(null, 60_000, 200)]
    [InlineData("1s..1.2s", 60_000, 200)]
    [InlineData("0s..100s", 5_000, 50)]
    [InlineData("50s..60s", 60_000, 16)]
    public void TimelineKeepsEveryRuleOfItsFormat(string? window, int detail, int pieces)
    {
        byte[] file = Write(SyntheticRun.Record(), new TimelineOptions { Window = Window(window), DetailLimit = detail, PieceLimit = pieces, RequestLimit = 40 });

        Assert.Empty(TimelineRules.FaultsOf(ChromeTrace.Read(file)));
    }

    [Fact]
    public void RulesCatchWhatTheyForbid()
    {
        static List<string> Faults(string events) => TimelineRules.FaultsOf(ChromeTrace.Read(Encoding.UTF8.GetBytes($$$$"""{"traceEvents":[{"ph":"M","name":"process_name","ts":0,"pid":1,"tid":0,"args":{"name":"p"}},{"ph":"M","name":"thread_name","ts":0,"pid":1,"tid":1,"args":{"name":"t"}},{{{{events}}}}],"otherData":{}}""")));

        Assert.Empty(Faults("""{"ph":"X","name":"a","ts":0,"dur":2,"pid":1,"tid":1},{"ph":"X","name":"b","ts":2,"dur":1.5,"pid":1,"tid":1}"""));
        Assert.Contains("overlaps", Faults("""{"ph":"X","name":"a","ts":0,"dur":2,"pid":1,"tid":1},{"ph":"X","name":"b","ts":1,"dur":2,"pid":1,"tid":1}""")[0], StringComparison.Ordinal);
        Assert.Contains("does not end", Faults("""{"ph":"b","name":"a","ts":0,"cat":"c","id":1,"pid":1,"tid":1}""")[0], StringComparison.Ordinal);
        Assert.Contains("touches no slice", string.Join(';', Faults("""{"ph":"s","name":"a","ts":0,"cat":"c","id":1,"pid":1,"tid":1},{"ph":"f","bp":"e","name":"a","ts":1,"cat":"c","id":1,"pid":1,"tid":1}""")), StringComparison.Ordinal);
        Assert.Contains("without an end", Faults("""{"ph":"B","name":"a","ts":0,"pid":1,"tid":1},{"ph":"E","name":"b","ts":1,"pid":1,"tid":1}""")[0], StringComparison.Ordinal);
        Assert.Contains("has no name", Faults("""{"ph":"X","name":"a","ts":0,"dur":2,"pid":2,"tid":1}""")[0], StringComparison.Ordinal);
        Assert.Contains("two values", Faults("""{"ph":"C","name":"a","ts":0,"pid":1,"args":{"v":1}},{"ph":"C","name":"a","ts":0,"pid":1,"args":{"v":2}}""")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void WindowShowsEveryStepAndRepetitionAndTheRestIsAggregated()
    {
        RecordedRun run = SyntheticRun.Record();
        TimeWindow window = TimeWindow.Parse("1s..1.05s");

        ChromeTrace trace = ChromeTrace.Read(Write(run, new TimelineOptions { Window = window }));

        int steps = run.Steps.Count(s => window.Meets(s.Start, s.End));
        Assert.InRange(steps, 5, 200);
        Assert.Equal(steps, trace.Events.Count(e => e.Phase == "X" && e.Name.EndsWith(" step", StringComparison.Ordinal) && e.Args!.Value.TryGetProperty("step", out _)));
        Assert.Equal(steps * 32, trace.Events.Count(e => e.Phase == "X" && e.Name == "norm"));
        Assert.Contains(trace.Events, e => e.Phase == "X" && e.Name.EndsWith(" steps", StringComparison.Ordinal));
        Assert.Contains(trace.Events, e => e.Phase == "f");
    }

    [Fact]
    public void TheWindowOfTransactionsIsShownInFullToo()
    {
        TimeWindow transactions = TimeWindow.Parse("0.2s..0.3s");
        var options = new TimelineOptions { Window = TimeWindow.Parse("1s..1.05s") };

        ChromeTrace without = ChromeTrace.Read(Write(SyntheticRun.Record(), options)), with = ChromeTrace.Read(Write(SyntheticRun.Record(window: transactions), options));

        Assert.DoesNotContain(without.Events, e => e.Name == "norm" && e.At < 900_000_000_000);
        Assert.Contains(with.Events, e => e.Name == "norm" && transactions.Meets(Core.Units.SimTime.FromPicoseconds(e.At), Core.Units.SimTime.FromPicoseconds(e.End)));
        Assert.Equal(NormsOf(without), NormsOf(with).Where(norm => norm.At > 900_000_000_000));
        Assert.Equal("200 ms..300 ms, 30000 slices", with.Notes["transactions"]);
        Assert.False(without.Notes.ContainsKey("transactions"));

        static IEnumerable<(int Process, long At, long End)> NormsOf(ChromeTrace trace) => trace.Events.Where(e => e.Name == "norm").Select(e => (e.Process, e.At, e.End));
    }

    [Fact]
    public void SizeIsBoundedHoweverLongTheRun()
    {
        var options = new TimelineOptions { DetailLimit = 2_000, RequestLimit = 50, PieceLimit = 100 };

        int small = Write(SyntheticRun.Record(requests: 80, replicas: 1), options).Length, large = Write(SyntheticRun.Record(requests: 320, replicas: 1), options).Length;

        Assert.InRange(large, small / 2, small * 2);
    }

    [Fact]
    public void TheSlowestRequestsAreShownByNameWhateverElseIsLeftOut()
    {
        RecordedRun run = SyntheticRun.Record(requests: 320, replicas: 1);
        IEnumerable<string> slowest = run.Requests.Where(r => r.IsComplete).OrderByDescending(r => r.Finished - r.Arrival).ThenBy(r => r.Index).Take(20).Select(r => $"request {r.Id}");

        ChromeTrace trace = ChromeTrace.Read(Write(run, new TimelineOptions { Window = Window("50s..60s"), RequestLimit = 10 }));

        string[] shown = [.. trace.Events.Select(e => e.Name)];
        Assert.All(slowest, name => Assert.Contains(name, shown));
        Assert.InRange(shown.Distinct().Count(name => name.StartsWith("request ", StringComparison.Ordinal)), 20, 30);
    }

    [Fact]
    public void PicosecondsAreStretchedOnRequestAndSaidSo()
    {
        RecordedRun run = SyntheticRun.Record(requests: 4);

        ChromeTrace plain = ChromeTrace.Read(Write(run, new TimelineOptions())), stretched = ChromeTrace.Read(Write(run, new TimelineOptions { StretchesPicoseconds = true }));

        Assert.Equal(plain.Events.Select(e => e.At * 1000), stretched.Events.Select(e => e.At));
        Assert.Contains("1 ps shown as 1 ns", stretched.Notes["time"], StringComparison.Ordinal);
        Assert.All(stretched.Events.Where(e => e.Name == "process_name"), e => Assert.Contains("1 ps shown as 1 ns", e.Args!.Value.GetProperty("name").GetString(), StringComparison.Ordinal));
        Assert.Contains(plain.Events, e => e.Phase == "X" && e.Name == "read" && e.Elapsed == 16_313);
    }

    [Fact]
    public void SmallTimelineLooksAsReviewed() => Snapshot.Verify(
        Encoding.UTF8.GetString(Write(SyntheticRun.Record(requests: 2, replicas: 1, rate: 40), new TimelineOptions { Window = TimeWindow.Parse("0s..4ms"), PieceLimit = 4 })), "json");

    internal static byte[] Write(RecordedRun run, TimelineOptions options)
    {
        using var stream = new MemoryStream();
        using var chrome = new ChromeTimeline(stream, options.StretchesPicoseconds);
        run.PlayTo(new TimelineBuilder(chrome, options));
        return stream.ToArray();
    }

    private static TimeWindow? Window(string? text) => text is null ? null : TimeWindow.Parse(text);
}
