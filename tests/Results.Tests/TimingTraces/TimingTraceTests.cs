using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Tests.Recording;
using DeepStack.Sim.Results.TimingTraces;

namespace DeepStack.Sim.Results.Tests.TimingTraces;

public sealed class TimingTraceTests
{
    [Fact]
    public void ReadingBackGivesTheSameRecordsInTheSameOrder()
    {
        RecordedRun run = SyntheticRun.Record(window: TimeWindow.Parse("1s..1.1s"));

        RecordedRun read = Read(Write(run), out TraceReading reading);

        Assert.Null(reading.Damage);
        AssertSame(run, read);
        Assert.Equal(Write(run), Write(read));
    }

    [Fact]
    public void OperatorRecordTakesLessThanSixtyBytes()
    {
        RecordedRun run = SyntheticRun.Record(requests: 150);
        var without = new RecordedRun();
        run.PlayTo(new WithoutOperators(without));

        double bytes = (Write(run).Length - Write(without).Length) / (double)run.Operators.Count;

        Assert.InRange(bytes, 1, 60);
    }

    [Fact]
    public void TraceCutAnywhereIsReadUpToTheCutAndSaysSo()
    {
        RecordedRun run = SyntheticRun.Record(requests: 100);
        byte[] whole = Write(run);
        int records = Read(whole, out _).Operators.Count, before = 0;

        for (int cut = 0; cut < whole.Length; cut += cut < 2000 ? 61 : whole.Length / 30)
        {
            RecordedRun read = Read(whole[..cut], out TraceReading reading);

            Assert.False(reading.IsWhole);
            Assert.Contains($"cut at byte {cut}", reading.Damage, StringComparison.Ordinal);
            Assert.False(read.Ending!.Complete && read.Operators.Count < records);
            Assert.InRange(read.Operators.Count, before, records);
            Assert.Equal(run.Operators.Take(read.Operators.Count), read.Operators);
            Assert.Equal(run.Spans.Take(read.Spans.Count), read.Spans);
            before = read.Operators.Count;
        }
        Assert.InRange(before, records / 2, records);
    }

    [Fact]
    public void TraceCutBehindItsIndexSaysSo()
    {
        byte[] whole = Write(SyntheticRun.Record(requests: 10));

        for (int missing = 1; missing <= 16; missing++)
        {
            Read(whole[..^missing], out TraceReading reading);
            Assert.Contains($"cut at byte {whole.Length - missing}", reading.Damage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TwoTracesInOneFileAreNoTrace()
    {
        byte[] whole = Write(SyntheticRun.Record(requests: 10));

        Read([.. whole, .. whole], out TraceReading reading);

        Assert.Contains($"ends at byte {whole.Length}, and something follows", reading.Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void CutInsideABlockKeepsTheRecordsBeforeIt()
    {
        byte[] whole = Write(SyntheticRun.Record(requests: 30, replicas: 1));

        RecordedRun read = Read(whole[..(whole.Length / 2)], out _);

        Assert.NotEmpty(read.Steps);
    }

    [Fact]
    public void DamagedBlockEndsTheReadingAndIsNamed()
    {
        byte[] damaged = Write(SyntheticRun.Record());
        damaged[damaged.Length / 2] ^= 0x40;

        Read(damaged, out TraceReading reading);

        Assert.Matches("damaged|claims|cut at byte", reading.Damage);
    }

    [Fact]
    public void OtherFilesAndOtherVersionsAreRefused()
    {
        byte[] other = Write(SyntheticRun.Record(requests: 2));
        other[12] = 9;

        Assert.Contains("no timing trace", Assert.Throws<ResultFormatException>(() => Read("{\"a\": 1}"u8.ToArray(), out _)).Message, StringComparison.Ordinal);
        Assert.Contains("format version 9", Assert.Throws<ResultFormatException>(() => Read(other, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFormerVersionIsRead()
    {
        RecordedRun run = SyntheticRun.Record(requests: 5);
        byte[] former = Write(run);
        Assert.Equal(TimingTraceWriter.FormatVersion, former[12]);
        former[12] = TimingTraceWriter.OldestVersion;

        RecordedRun read = Read(former, out TraceReading reading);

        Assert.Equal((1, true), (reading.Version, reading.IsWhole));
        AssertSame(run, read);
        Read(Write(run), out TraceReading present);
        Assert.Equal(2, present.Version);
    }

    [Fact]
    public void WindowHoldsEveryStepAndOperatorOfItsTime()
    {
        RecordedRun run = SyntheticRun.Record(requests: 150);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, Write(run));
        SimTime from = SimTime.Parse("3 s"), to = SimTime.Parse("3.2 s");
        var window = new RecordedRun();

        TraceReading reading = TimingTraceReader.ReadWindow(path, new TimeWindow(from, to), window);
        File.Delete(path);

        Assert.True(reading.IsWhole);
        Assert.InRange(window.Steps.Count, 1, run.Steps.Count - 1);
        Assert.Equal(run.Steps.Where(s => s.Start < to && s.End >= from), window.Steps.Where(s => s.Start < to && s.End >= from));
        Assert.Equal(run.Names, window.Names);
    }

    [Fact]
    public void EnumerationsOfTheFormatAreThoseOfTheRecords()
    {
        AssertSameNumbers<OperatorKind, Wire.OperatorRecord.Types.Kind>();
        AssertSameNumbers<Bound, Wire.OperatorRecord.Types.Bound>();
        AssertSameNumbers<StepOrigin, Wire.StepRecord.Types.Origin>();
        AssertSameNumbers<RequestStatus, Wire.RequestRecord.Types.Status>();
        AssertSameNumbers<TrackKind, Wire.TrackRecord.Types.Kind>();
    }

    internal static byte[] Write(RecordedRun run)
    {
        using var stream = new MemoryStream();
        using var writer = new TimingTraceWriter(stream);
        run.PlayTo(writer);
        return stream.ToArray();
    }

    internal static RecordedRun Read(byte[] bytes, out TraceReading reading)
    {
        var run = new RecordedRun();
        reading = TimingTraceReader.Read(new MemoryStream(bytes), "run.pb", run);
        return run;
    }

    private static void AssertSame(RecordedRun expected, RecordedRun actual)
    {
        Assert.Equal(expected.Header!.Scenario, actual.Header!.Scenario);
        Assert.Equal(expected.Header.Replicas, actual.Header.Replicas);
        Assert.Equal(expected.Header.Window, actual.Header.Window);
        Assert.Equal(expected.Header.Provenance, actual.Header.Provenance);
        Assert.Equal(expected.Names, actual.Names);
        Assert.Equal(expected.Tracks, actual.Tracks);
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.Equal(expected.Operators, actual.Operators);
        Assert.Equal(expected.Requests.Select(r => r with { Runs = [] }), actual.Requests.Select(r => r with { Runs = [] }));
        Assert.Equal(expected.Requests.SelectMany(r => r.Runs), actual.Requests.SelectMany(r => r.Runs));
        Assert.Equal(expected.Counters, actual.Counters);
        Assert.Equal(expected.Spans, actual.Spans);
        Assert.Equal(expected.Energies, actual.Energies);
        Assert.Equal(expected.HeatMaps.SelectMany(m => m.Cells), actual.HeatMaps.SelectMany(m => m.Cells));
        Assert.Equal(expected.Ending!.Facts, actual.Ending!.Facts);
        Assert.Equal(expected.Ending.At, actual.Ending.At);
    }

    private static void AssertSameNumbers<TRecord, TWire>()
        where TRecord : struct, Enum
        where TWire : struct, Enum =>
        Assert.Equal(Enum.GetNames<TRecord>().Zip(Enum.GetValues<TRecord>().Select(v => Convert.ToInt32(v))), Enum.GetNames<TWire>().Zip(Enum.GetValues<TWire>().Select(v => Convert.ToInt32(v))));

    private sealed class WithoutOperators(RecordedRun run) : RunProjection
    {
        public override void Begin(RunHeader header) => run.Begin(header);

        public override void Step(in StepRecord step) => run.Step(step);

        public override void Request(RequestRecord request) => run.Request(request);

        public override void End(RunEnd end) => run.End(end);
    }
}
