using System.Text;
using System.Text.Json;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Tests.Recording;
using DeepStack.Sim.Results.TimingTraces;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Results.Tests;

public sealed class ResultSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("results").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void SameRecordsGiveTheSameBytesInEveryFile()
    {
        Dictionary<string, byte[]> first = Write("a", SyntheticRun.Record(seed: 7)), second = Write("b", SyntheticRun.Record(seed: 7));

        Assert.Equal(first.Keys, second.Keys);
        Assert.All(first, file => Assert.True(file.Value.AsSpan().SequenceEqual(second[file.Key]), file.Key));
    }

    [Fact]
    public void EveryFileCanBeMadeAgainFromTheTimingTrace()
    {
        Dictionary<string, byte[]> original = Write("a", SyntheticRun.Record());
        var read = new RecordedRun();
        TimingTraceReader.Read(new MemoryStream(original[ResultFiles.TimingTrace]), "a", read);

        Dictionary<string, byte[]> again = Write("b", read);

        Assert.All(original, file => Assert.True(file.Value.AsSpan().SequenceEqual(again[file.Key]), file.Key));
    }

    [Fact]
    public void SmallRunLooksAsReviewed()
    {
        Dictionary<string, byte[]> files = Write("small", SyntheticRun.Record(requests: 3, replicas: 1, rate: 40));

        foreach (string name in (string[])[ResultFiles.Summary, ResultFiles.Requests, ResultFiles.Operators])
            Snapshot.Verify(Encoding.UTF8.GetString(files[name]), Path.GetExtension(name)[1..], Path.GetFileNameWithoutExtension(name));
        Snapshot.Verify(Encoding.UTF8.GetString(files[ResultFiles.Prometheus]), name: "metrics");
        Snapshot.Verify(string.Join('\n', Encoding.UTF8.GetString(files[ResultFiles.Steps]).Split('\n').Take(12)), "csv", "steps");
    }

    [Fact]
    public void BenchmarkFormHoldsEveryRequestWithItsTokenGaps()
    {
        RecordedRun run = SyntheticRun.Record(requests: 20);

        using JsonDocument json = JsonDocument.Parse(Write("run", run)[ResultFiles.Benchmark]);

        JsonElement root = json.RootElement;
        Assert.Equal(20, root.GetProperty("completed").GetInt32());
        foreach (RequestRecord request in run.Requests)
        {
            Assert.Equal(request.OutputTokens - 1, root.GetProperty("itls")[request.Index].GetArrayLength());
            double decode = root.GetProperty("itls")[request.Index].EnumerateArray().Sum(g => g.GetDouble());
            Assert.Equal((request.Finished - request.FirstToken).Seconds, decode, 9);
            Assert.Equal((request.FirstToken - request.Arrival).Seconds, root.GetProperty("ttfts")[request.Index].GetDouble(), 12);
        }
    }

    [Fact]
    public void NothingIsThereUntilTheRunIsWhole()
    {
        string target = Path.Combine(_folder, "run");
        using (RunFolder folder = RunFolder.Create(target))
        using (var results = new ResultSet(folder, new ResultOptions()))
        {
            SyntheticRun.Play(results.Recorder, requests: 2, replicas: 1);
            Assert.False(Directory.Exists(target));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void NewRunReplacesAnOldOneButNothingElse()
    {
        Write("run", SyntheticRun.Record(requests: 2));
        Write("run", SyntheticRun.Record(requests: 3));
        Directory.CreateDirectory(Path.Combine(_folder, "home"));
        File.WriteAllText(Path.Combine(_folder, "home", "letter.txt"), "dear");

        Assert.Single(Directory.EnumerateFileSystemEntries(_folder), e => e.EndsWith("run", StringComparison.Ordinal));
        Assert.Contains("no run", Assert.Throws<ResultFormatException>(() => RunFolder.Create(Path.Combine(_folder, "home"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileInTheWayOfTheFolderIsSaid()
    {
        string file = Path.Combine(_folder, "letter.txt"), target = Path.Combine(file, "run");
        File.WriteAllText(file, "dear");

        Assert.StartsWith($"{target}: no folder can be made there", Assert.Throws<ResultFormatException>(() => RunFolder.Create(target)).Message, StringComparison.Ordinal);
    }

    private Dictionary<string, byte[]> Write(string name, RecordedRun run)
    {
        string target = Path.Combine(_folder, name);
        using RunFolder folder = RunFolder.Create(target);
        using var results = new ResultSet(folder, new ResultOptions { Prometheus = true, Benchmark = true, TimelineOptions = new() { Window = TimeWindow.Parse("1s..1.1s") } });
        run.PlayTo(results.Recorder);
        results.Complete();
        folder.Commit();
        return Directory.EnumerateFiles(target).Order(StringComparer.Ordinal).ToDictionary(f => Path.GetFileName(f)!, File.ReadAllBytes);
    }
}
