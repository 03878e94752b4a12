using DeepStack.Sim.Results.Perfetto;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Tests.Recording;
using DeepStack.Sim.Results.Timelines;

namespace DeepStack.Sim.Results.Tests.Timelines;

public sealed class PerfettoTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PerfettoAndChromeHoldTheSameEvents(bool stretches)
    {
        RecordedRun run = SyntheticRun.Record(requests: 40, window: TimeWindow.Parse("0s..0.1s"));
        var options = new TimelineOptions { Window = TimeWindow.Parse("0.5s..0.6s"), StretchesPicoseconds = stretches };

        EventSet perfetto = EventSet.Of(WritePerfetto(run, options)), chrome = EventSet.Of(ChromeTrace.Read(TimelineTests.Write(run, options)));

        Assert.NotEmpty(chrome.Slices);
        Assert.NotEmpty(chrome.Flows);
        Assert.Contains(chrome.Slices, slice => slice.Contains("network/link 2 to 8: all_reduce", StringComparison.Ordinal) && slice.EndsWith("bytes=4352;from device=2;to device=1", StringComparison.Ordinal));
        Assert.Contains(chrome.Slices, slice => slice.Contains("channel 0/bank 0: read", StringComparison.Ordinal) && slice.EndsWith("row=4711", StringComparison.Ordinal));
        Assert.Equal(chrome.Slices, perfetto.Slices);
        Assert.Equal(chrome.Phases, perfetto.Phases);
        Assert.Equal(chrome.Counters, perfetto.Counters);
        Assert.Equal(chrome.Flows, perfetto.Flows);
    }

    [Fact]
    public void TracksAreDescribedBeforeTheirFirstEventAndSlicesOfATrackNest()
    {
        Trace trace = WritePerfetto(SyntheticRun.Record(requests: 40), new TimelineOptions());
        var described = new HashSet<ulong>();
        var open = new Dictionary<ulong, int>();

        foreach (TracePacket packet in trace.Packet)
        {
            if (packet.TrackDescriptor is { } track)
            {
                Assert.True(described.Add(track.Uuid));
                Assert.True(!track.HasParentUuid || described.Contains(track.ParentUuid));
            }
            if (packet.TrackEvent is not { } e) continue;
            Assert.Contains(e.TrackUuid, described);
            int depth = open.GetValueOrDefault(e.TrackUuid) + e.Type switch { TrackEvent.Types.Type.SliceBegin => 1, TrackEvent.Types.Type.SliceEnd => -1, _ => 0 };
            Assert.InRange(depth, 0, 2);
            open[e.TrackUuid] = depth;
        }
        Assert.All(open.Values, depth => Assert.Equal(0, depth));
        Assert.Equal(1u, trace.Packet[0].SequenceFlags);
        Assert.All(trace.Packet.Skip(1), p => Assert.Equal(2u, p.SequenceFlags));
    }

    private static Trace WritePerfetto(RecordedRun run, TimelineOptions options)
    {
        using var stream = new MemoryStream();
        run.PlayTo(Timeline.To(stream, TimelineFormat.Perfetto, options));
        return Trace.Parser.ParseFrom(stream.ToArray());
    }
}
