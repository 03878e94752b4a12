using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Running;

public sealed class WindowRecordingTests
{
    private const string Again = "step (ps when simulated)";

    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData(Fidelity.Event, ThermalMode.Off)]
    [InlineData(Fidelity.Sampled, ThermalMode.Off)]
    [InlineData(Fidelity.Analytical, ThermalMode.Off)]
    [InlineData(Fidelity.Analytical, ThermalMode.Reduced)]
    public void AWindowChangesNoOtherRecord(Fidelity fidelity, ThermalMode heat)
    {
        PreparedRun run = Prepare(fidelity, s => s with { Heat = new HeatOptions { Mode = heat } });
        RecordedRun without = Record(run), with = Record(run, During(without.Steps[2]));

        Assert.Empty(without.Spans);
        Assert.NotEmpty(with.Spans);
        Assert.Null(without.Header!.Window);
        Assert.Equal(During(without.Steps[2]), with.Header!.Window);
        Assert.Equal(without.Steps, with.Steps);
        Assert.Equal(OperatorsOf(without), OperatorsOf(with));
        Assert.Equal(without.Energies.Select(e => e.Spent), with.Energies.Select(e => e.Spent));
        Assert.Equal(without.Counters.Select(c => (c.At, c.Value)), with.Counters.Select(c => (c.At, c.Value)));
        Assert.Equal(heat != ThermalMode.Off, with.Counters.Count > 0);
        Assert.Equal(without.Ending!.Facts, with.Ending!.Facts);
        Assert.Equal(without.Requests.Select(r => r with { Runs = [] }), with.Requests.Select(r => r with { Runs = [] }));
    }

    [Fact]
    public void AStepThatWasSimulatedIsRecordedAsItGoesByItself()
    {
        PreparedRun run = Prepare(Fidelity.Event);
        RecordedRun records = Record(run, new TimeWindow(SimTime.Zero, SimTime.Parse("1 s")));
        StepRecord step = records.Steps[1];
        (StepTiming timing, RecordedRun alone) = Alone(run.Platform, new ParallelPlan(2), DecodeOf((int)step.ContextTokens));

        SpanRecord[] spans = [.. records.Spans.Where(s => s.Start >= step.Start && s.Start < step.End && NameOf(records, s) != Again)];

        Assert.Equal(timing.Elapsed, step.Elapsed - step.HostTime);
        Assert.Contains(alone.Spans, s => s.Source >= 0);
        Assert.Contains(alone.Spans, s => s.Row >= 0);
        Assert.Equal(Described(alone, alone.Spans, Duration.Zero), Described(records, spans, step.Start + step.HostTime - SimTime.Zero));
        Assert.All(records.Spans.Where(s => NameOf(records, s) == Again), s => Assert.Equal((s.End - s.Start).Picoseconds, s.Argument));
        Assert.Contains("go as in the run", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void AStepOfAnotherFidelityIsStretchedAndTellsItsOwnTime(Fidelity fidelity)
    {
        PreparedRun run = Prepare(fidelity);
        RecordedRun records = Record(run, During(Record(run).Steps[1]));
        StepRecord step = records.Steps[1];
        (StepTiming timing, RecordedRun alone) = Alone(run.Platform, new ParallelPlan(2), DecodeOf((int)step.ContextTokens));

        SpanRecord own = records.Spans.Single(s => NameOf(records, s) == Again && s.Start == step.Start + step.HostTime);

        Assert.Equal(step.End, own.End);
        Assert.Equal(timing.Elapsed.Picoseconds, own.Argument);
        Assert.NotEqual(own.Argument, (own.End - own.Start).Picoseconds);
        Assert.InRange(own.Argument / (double)(own.End - own.Start).Picoseconds, 0.95, 1.05);
        Assert.Equal(alone.Spans.Count, records.Spans.Count(s => s.Start >= own.Start && s.Start < own.End && NameOf(records, s) != Again), (a, b) => Math.Abs(a - b) <= 4);
        Assert.All(records.Spans, s => Assert.True(s.End <= step.End || s.Start >= step.End));
        Assert.Matches("times differ from theirs by [0-9.]+ % in the mean", _warnings[^1]);
    }

    [Fact]
    public void EveryPacketOfEveryRepetitionIsShownWithinItsCollective()
    {
        PlatformSpec platform = PlatformPreset.Open("stack3d-8");
        (StepTiming timing, RecordedRun records) = Alone(platform, new ParallelPlan(8), DecodeOf(500));

        foreach (OperatorTiming op in timing.Operators.Where(o => o.NetworkBytes > Bytes.Zero))
        {
            SpanRecord[] packets = [.. records.Spans.Where(s => s.Source >= 0 && NameOf(records, s) == op.Name)];
            Assert.Equal(op.Events.LinkBytes * 8 * op.Repeat, packets.Sum(p => p.Argument), 1e-6);
            AssertWithin(op, op.Elapsed, packets);
            Assert.All(packets, p => Assert.Matches($"network/link ({p.Source} to 8|8 to {p.Destination})$", records.Tracks[p.Track].Name));
        }
        Assert.Equal(records.Tracks.Count, records.Tracks.Select(t => t.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("h100-8", OverlapModes.None)]
    [InlineData("h100-8", OverlapModes.Chunked)]
    [InlineData("stack3d-8", OverlapModes.Chunked)]
    public void PacketsOfLibrariesAndOfChunksStayWithinTheirCollective(string machine, OverlapModes overlap)
    {
        PlatformSpec platform = PlatformPreset.Open(machine);
        ParallelPlan plan = OverlapNames.With(new ParallelPlan(4), overlap, null);
        (StepTiming silent, _) = Alone(platform, plan, DecodeOf(500), listens: false);
        (StepTiming timing, RecordedRun records) = Alone(platform, plan, DecodeOf(500));

        Assert.Equal(silent.Operators, timing.Operators);
        foreach (OperatorTiming op in timing.Operators.Where(o => o.NetworkBytes > Bytes.Zero))
        {
            SpanRecord[] packets = [.. records.Spans.Where(s => s.Source >= 0 && NameOf(records, s) == op.Name)];
            Assert.NotEmpty(packets);
            // Chunks wait for those of the product beside them, so that they spread over both.
            AssertWithin(op, overlap == OverlapModes.None ? op.Elapsed : op.Repeat > 1 ? op.Period : timing.Elapsed, packets);
        }
    }

    [Fact]
    public void WhereNoStepIsNothingIsRecordedAndTheUserIsTold()
    {
        RecordedRun records = Record(Prepare(Fidelity.Analytical), TimeWindow.Parse("500s..501s"));

        Assert.Empty(records.Spans);
        Assert.Contains("No step meets the window 500 s..501 s", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void ReplicasAndKvMovesKeepTracksOfTheirOwn()
    {
        RecordedRun records = Record(
            Prepare(Fidelity.Analytical, s => s with { Plan = new ParallelPlan(2, DataParallel: 2), HostMemory = new HostMemoryOptions(Bytes.Parse("64 GiB")) }), new TimeWindow(SimTime.Zero, SimTime.Parse("60 ms")));

        Assert.Equal(Enumerable.Range(0, records.Tracks.Count), records.Tracks.Select(t => t.Id));
        Assert.Equal(2, records.Tracks.Count(t => t.Name == "KV blocks"));
        Assert.All(records.Spans.Where(s => s.Row >= 0), s => Assert.Equal(TrackKind.Component, records.Tracks[s.Track].Kind));
    }

    [Fact]
    public void StepsThatCannotBeSimulatedInOnePieceAreRefused()
    {
        Assert.Contains("the step model constant:20 ms knows no machine", FaultOf(s => s with { Serving = new ServingOptions { StepModel = "constant:20 ms" } }), StringComparison.Ordinal);
        Assert.Contains("simulated apart", FaultOf(s => s with { Plan = new ParallelPlan(2) { PipelineParallel = 2, MicroBatches = 2 } }), StringComparison.Ordinal);
        ObservedWindow.RequireOneSimulation(Prepare(Fidelity.Sampled));

        static string FaultOf(Func<Scenario, Scenario> change) => Assert.Throws<PresetException>(() => ObservedWindow.RequireOneSimulation(Prepare(Fidelity.Analytical, change))).Message;
    }

    private static void AssertWithin(OperatorTiming op, Duration within, SpanRecord[] packets) => Assert.All(packets, packet =>
    {
        SimTime first = SimTime.Zero + op.Offset;
        long repetition = op.Repeat == 1 ? 0 : Math.Clamp((packet.Start - first).Picoseconds / op.Period.Picoseconds, 0, op.Repeat - 1);
        SimTime begin = first + op.Period * repetition;
        Duration slack = op.Period / 20;
        Assert.True(packet.Start + slack >= begin && packet.End <= begin + within + slack, $"{packet} lies outside {begin} + {within}");
    });

    private static PreparedRun Prepare(Fidelity fidelity, Func<Scenario, Scenario>? change = null) => PreparedRun.From((change ?? (s => s))(new Scenario
    {
        Trace = Path.Combine(Repository.Root, "traces", "conversation.csv.gz"),
        Platform = "stack3d-8",
        Model = "llama-3-8b",
        Plan = new ParallelPlan(2),
        Fidelity = fidelity,
        Requests = new RequestSelection { Limit = 1 },
    }));

    private RecordedRun Record(PreparedRun run, TimeWindow? window = null)
    {
        var records = new RecordedRun();
        new SimulationRun(run, new RunServices { Window = window, Warn = _warnings.Add }).Execute(records);
        return records;
    }

    private static (StepTiming Timing, RecordedRun Records) Alone(PlatformSpec platform, ParallelPlan plan, StepShape shape, bool listens = true)
    {
        var records = new RecordedRun();
        var tracks = new TrackTable(records);
        var probe = new Probe(new RecordedProbes(records, new NameTable(records), tracks, tracks.Add(-1, TrackKind.Device, 0, "device"), 0, TimeWindow.Parse("0s..1000s")));
        return (StepExecutors.Open(ModelLibrary.Open("llama-3-8b"), platform, plan, probe: listens ? probe : null).For(Fidelity.Event).Execute(shape), records);
    }

    private static StepShape DecodeOf(int context)
    {
        var shape = new StepShape();
        shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }

    private static TimeWindow During(StepRecord step) => new(step.Start + step.HostTime + Duration.FromPicoseconds(1), step.End);

    private static string NameOf(RecordedRun run, SpanRecord span) => run.Names[span.Name];

    private static IEnumerable<(string, OperatorRecord)> OperatorsOf(RecordedRun run) => run.Operators.Select(op => (run.Names[op.Name], op with { Name = 0, Mapping = 0 }));

    private static IEnumerable<(string, string, long, long, long, int, int, int)> Described(RecordedRun run, IEnumerable<SpanRecord> spans, Duration shift) =>
        spans.Select(s => (run.Tracks[s.Track].Name, NameOf(run, s), (s.Start - shift).Picoseconds, (s.End - shift).Picoseconds, s.Argument, s.Row, s.Source, s.Destination)).Order();
}
