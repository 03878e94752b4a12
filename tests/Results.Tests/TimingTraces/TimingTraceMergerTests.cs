using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Tests.Recording;
using DeepStack.Sim.Results.TimingTraces;

namespace DeepStack.Sim.Results.Tests.TimingTraces;

public sealed class TimingTraceMergerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("merge").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void MergedReplicasAreTheRunOfBoth()
    {
        RecordedRun whole = SyntheticRun.Record(requests: 40);
        string[] parts = [Write("a", Part(whole, 0)), Write("b", Part(whole, 1))];
        var merged = new RecordedRun();

        IReadOnlyList<TraceReading> readings = TimingTraceMerger.Merge(parts, merged);

        Assert.All(readings, r => Assert.True(r.IsWhole));
        Assert.Equal(whole.Steps.Count, merged.Steps.Count);
        Assert.Equal(Summary(whole), Summary(merged));
    }

    [Fact]
    public void PartsOfDifferentRunsOrWithTheSameRequestsAreRefused()
    {
        RecordedRun whole = SyntheticRun.Record(requests: 4);
        var other = new RecordedRun();
        other.Begin(SyntheticHeader.Of(1) with { Model = "another" });
        other.End(new RunEnd(default, true));
        string a = Write("a", whole), b = Write("b", other);

        Assert.Contains("model (another)", Assert.Throws<ResultFormatException>(() => TimingTraceMerger.Merge([a, b], new RecordedRun())).Message, StringComparison.Ordinal);
        Assert.Contains("request", Assert.Throws<ResultFormatException>(() => TimingTraceMerger.Merge([a, a], new RecordedRun())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsOfDifferentFormatsOrWindowsAreRefused()
    {
        RecordedRun whole = SyntheticRun.Record(requests: 4);
        string present = Write("present", whole), former = Write("former", whole), close = Write("close", SyntheticRun.Record(requests: 4, window: TimeWindow.Parse("1s..2s")));
        byte[] bytes = File.ReadAllBytes(former);
        bytes[12] = TimingTraceWriter.OldestVersion;
        File.WriteAllBytes(former, bytes);

        Assert.Contains("format version (1) is not that", Assert.Throws<ResultFormatException>(() => TimingTraceMerger.Merge([present, former], new RecordedRun())).Message, StringComparison.Ordinal);
        Assert.Contains("window of transactions (1 s..2 s)", Assert.Throws<ResultFormatException>(() => TimingTraceMerger.Merge([present, close], new RecordedRun())).Message, StringComparison.Ordinal);
    }

    private static string Summary(RecordedRun run)
    {
        var metrics = new RunMetrics();
        run.PlayTo(metrics);
        using var stream = new MemoryStream();
        SummaryJson.Write(stream, metrics);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private string Write(string name, RecordedRun run)
    {
        string path = Path.Combine(_folder, name);
        WholeFile.Write(path, stream => stream.Write(TimingTraceTests.Write(run)));
        return path;
    }

    /// <summary>The records of one replica, as a run of its own.</summary>
    private static RecordedRun Part(RecordedRun whole, int replica)
    {
        var part = new RecordedRun();
        whole.PlayTo(new OneReplica(part, replica));
        return part;
    }

    private sealed class OneReplica(RecordedRun target, int replica) : RunProjection
    {
        private bool _isMine;

        public override void Begin(RunHeader header) => target.Begin(header with { Replicas = [header.Replicas[replica]] });

        public override void Name(int id, string text) => target.Name(id, text);

        public override void Track(TrackRecord track)
        {
            if (track.Replica == replica) target.Track(track with { Id = track.Id - (4 * replica), Parent = track.Parent < 0 ? -1 : track.Parent - (4 * replica), Replica = 0 });
        }

        public override void Step(in StepRecord step)
        {
            _isMine = step.Replica == replica;
            if (_isMine) target.Step(step with { Replica = 0 });
        }

        public override void Operator(in OperatorRecord op)
        {
            if (_isMine) target.Operator(op with { Track = op.Track - (4 * replica) });
        }

        public override void Request(RequestRecord request)
        {
            if (request.Replica == replica) target.Request(request with { Replica = 0, Runs = [.. request.Runs.Select(r => r with { Replica = 0 })] });
        }

        public override void Energy(in EnergyRecord energy)
        {
            if (replica == 0) target.Energy(energy);
        }

        public override void End(RunEnd end) => target.End(end);
    }
}
