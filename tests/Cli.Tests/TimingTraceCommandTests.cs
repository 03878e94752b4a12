using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.TimingTraces;

namespace DeepStack.Sim.Cli.Tests;

public sealed class TimingTraceCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepstack-timing").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void InfoSaysWhatATraceHoldsAndWhetherItIsWhole()
    {
        string whole = Trace(), cut = Path.Combine(_folder, "cut.pb");
        File.WriteAllBytes(cut, File.ReadAllBytes(whole)[..^40]);

        CommandRun good = CommandRun.Of("timing-trace", "info", whole), bad = CommandRun.Of("timing-trace", "info", cut, "--json");

        Assert.Equal(ExitCodes.Done, good.ExitCode);
        Assert.Contains("requests   1", good.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.CheckFailed, bad.ExitCode);
        Assert.Contains("\"is_whole\": false", bad.Output, StringComparison.Ordinal);
        Assert.Contains("cut at byte", bad.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ExportAndTimelineAndMergeWriteTheirFiles()
    {
        string trace = Trace(), again = Path.Combine(_folder, "again"), chrome = Path.Combine(_folder, "t.json"), perfetto = Path.Combine(_folder, "t.perfetto"), merged = Path.Combine(_folder, "m.pb");

        Assert.Equal(0, CommandRun.Of("timing-trace", "export", trace, "--out", again, "--prometheus", "--vllm").ExitCode);
        Assert.Equal(0, CommandRun.Of("timing-trace", "timeline", trace, "--out", chrome, "--window", "0s..1s").ExitCode);
        Assert.Equal(0, CommandRun.Of("timing-trace", "timeline", trace, "--out", perfetto, "--format", "perfetto", "--stretch-picoseconds").ExitCode);
        Assert.Equal(0, CommandRun.Of("timing-trace", "merge", trace, "--out", merged).ExitCode);

        Assert.All((string[])[ResultFiles.Summary, ResultFiles.Report, ResultFiles.Prometheus, ResultFiles.Benchmark], file => Assert.True(File.Exists(Path.Combine(again, file)), file));
        Assert.All((string[])[chrome, perfetto, merged], file => Assert.InRange(new FileInfo(file).Length, 100, 100_000));
        Assert.Equal(0, CommandRun.Of("compare", again, again).ExitCode);
    }

    [Theory]
    [InlineData("timing-trace", "info", "nowhere.pb")]
    [InlineData("timing-trace", "timeline", "nowhere.pb", "--out", "x", "--window", "2s..1s")]
    [InlineData("compare", "nowhere", "elsewhere")]
    public void WrongInputIsSaidAndEndsWithTwo(params string[] args)
    {
        CommandRun run = CommandRun.Of(args);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.NotEmpty(run.Errors);
    }

    private string Trace()
    {
        string path = Path.Combine(_folder, "run.pb");
        WholeFile.Write(path, stream =>
        {
            using var writer = new TimingTraceWriter(stream);
            SimTime one = SimTime.Parse("1 ms"), two = SimTime.Parse("2 ms");
            writer.Begin(new RunHeader { ProgramVersion = "1", Scenario = "", Seed = 1, Fidelity = "event", EngineProfile = "e", Platform = "p", Model = "m", Plan = "TP 1", Replicas = [new ReplicaFacts("replica 0", 1, default, default, default, default)] });
            writer.Track(new TrackRecord(0, -1, TrackKind.Replica, 0, "replica 0"));
            writer.Step(new StepRecord { Replica = 0, Ordinal = 0, Start = one, End = two, PrefillRequests = 1, PrefillTokens = 8 });
            writer.Request(new RequestRecord { Index = 0, Id = "a", Replica = 0, Status = RequestStatus.Finished, Arrival = SimTime.Zero, Queued = SimTime.Zero, FirstScheduled = one, FirstToken = two, Finished = two, InputTokens = 8, OutputTokens = 1, Runs = [new StepRun(0, 0, 1, 8, 1)] });
            writer.End(new RunEnd(two, true));
        });
        return path;
    }
}
