using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Tests.Timelines;
using DeepStack.Sim.Results.Timelines;

namespace DeepStack.Sim.Results.Tests.Recording;

public sealed class RecordedProbesTests
{
    [Fact]
    public void SpansInsideTheWindowAreRecordedOnTheirPartAndOthersLeaveNoTrace()
    {
        RecordedRun run = Run(out Probe probe);
        int bank = probe.DefineTrack("channel 0/bank 0"), silent = probe.DefineTrack("channel 0/bank 1"), read = probe.DefineName("read");

        probe.Span(silent, read, At(5), At(9));
        probe.Span(bank, read, At(1_000), At(1_250), argument: 64, row: 4711);
        run.End(new RunEnd(At(2_000), true));

        Assert.Equal(new SpanRecord(2, 0, At(1_000), At(1_250), 64, 4711), Assert.Single(run.Spans));
        Assert.Equal(["replica 0", "device 0", "channel 0/bank 0"], run.Tracks.Select(t => t.Name));
    }

    [Fact]
    public void APartThatIsBuiltAgainKeepsItsTrackAndPacketsTellTheirEnds()
    {
        RecordedRun run = Run(out Probe probe);
        for (int i = 0; i < 3; i++) probe.Span(probe.DefineTrack("network/link 0 to 8"), probe.DefineName("all_reduce"), At(200 + i), At(201 + i), argument: 4352, source: 0, destination: 3);
        run.End(new RunEnd(At(2_000), true));

        Assert.Equal([2, 2, 2], run.Spans.Select(s => s.Track));
        Assert.Equal(new SpanRecord(2, 0, At(200), At(201), 4352, Source: 0, Destination: 3), run.Spans[0]);
        Assert.True(probe.Hears(At(90), At(100)));
        Assert.False(probe.Hears(At(90), At(99)));
        Assert.False(probe.Hears(At(1_500), At(1_600)));
    }

    [Fact]
    public void CommandsOfABankAreShownToThePicosecond()
    {
        RecordedRun run = Run(out Probe probe);
        int bank = probe.DefineTrack("channel 0/bank 0"), activate = probe.DefineName("activate"), read = probe.DefineName("read");
        probe.Span(bank, activate, At(1_000), At(1_313));
        probe.Span(bank, read, At(1_313), At(1_626));
        run.End(new RunEnd(At(2_000), true));

        ChromeTrace trace = ChromeTrace.Read(TimelineTests.Write(run, new TimelineOptions { StretchesPicoseconds = true }));

        Assert.Empty(TimelineRules.FaultsOf(trace));
        Assert.Equal([("activate", 313_000L), ("read", 313_000L)], trace.Events.Where(e => e.Phase == "X").Select(e => (e.Name, e.Elapsed)));
    }

    private static RecordedRun Run(out Probe probe)
    {
        var run = new RecordedRun();
        run.Begin(SyntheticHeader.Of(1));
        var tracks = new TrackTable(run);
        int device = tracks.Add(tracks.Add(-1, TrackKind.Replica, 0, "replica 0"), TrackKind.Device, 0, "device 0");
        probe = new Probe(new RecordedProbes(run, new NameTable(run), tracks, device, 0, new TimeWindow(At(100), At(1_500))));
        return run;
    }

    private static SimTime At(long picoseconds) => SimTime.FromPicoseconds(picoseconds);
}
