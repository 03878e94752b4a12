using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Perfetto;
using Google.Protobuf;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Writes a timeline in Perfetto's own format. It knows whole nanoseconds only: times are rounded down unless picoseconds are stretched.</summary>
internal sealed class PerfettoTimeline : ITimelineSink
{
    private const uint Sequence = 1, StateCleared = 1, NeedsState = 2;
    private const byte PacketTag = (1 << 3) | 2;
    private const ulong RequestTracks = 1UL << 60, CounterTracks = 1UL << 61;

    private readonly Stream _stream;
    private readonly long _picosecondsPerTick;
    private readonly Dictionary<string, ulong> _names = [];
    private readonly HashSet<ulong> _requests = [];
    private readonly Dictionary<(int Process, string Name), ulong> _counters = [];
    private bool _any;

    /// <param name="stream">Where to write; it stays open.</param>
    /// <param name="stretchesPicoseconds">Whether one picosecond is written as one nanosecond.</param>
    public PerfettoTimeline(Stream stream, bool stretchesPicoseconds) => (_stream, _picosecondsPerTick) = (stream, stretchesPicoseconds ? 1 : 1000);

    public void Process(int process, string name, int order) =>
        Write(new TrackDescriptor { Uuid = (ulong)process, Process = new ProcessDescriptor { Pid = process, ProcessName = name } });

    public void Thread(int process, int thread, string name, int order) => Write(new TrackDescriptor
    {
        Uuid = ThreadTrack(process, thread),
        ParentUuid = (ulong)process,
        Thread = new ThreadDescriptor { Pid = process, Tid = thread, ThreadName = name },
    });

    public void Slice(TimelineSlice slice)
    {
        ulong track = ThreadTrack(slice.Process, slice.Thread);
        var begin = new TrackEvent { Type = TrackEvent.Types.Type.SliceBegin, TrackUuid = track };
        foreach ((string name, object value) in slice.Details) begin.DebugAnnotations.Add(Annotation(name, value));
        foreach (FlowPoint flow in slice.Flows) (flow.Place == FlowPlace.Last ? begin.TerminatingFlowIds : begin.FlowIds).Add((ulong)flow.Request + 1);
        Write(begin, slice.Start, slice.Name);
        Write(new TrackEvent { Type = TrackEvent.Types.Type.SliceEnd, TrackUuid = track }, slice.Start + slice.Elapsed);
    }

    public void BeginPhase(int process, int request, string name, SimTime at)
    {
        ulong track = RequestTracks + (ulong)request;
        if (_requests.Add(track)) Write(new TrackDescriptor { Uuid = track, ParentUuid = (ulong)process, Name = "requests" });
        Write(new TrackEvent { Type = TrackEvent.Types.Type.SliceBegin, TrackUuid = track }, at, name);
    }

    public void EndPhase(int process, int request, string name, SimTime at) =>
        Write(new TrackEvent { Type = TrackEvent.Types.Type.SliceEnd, TrackUuid = RequestTracks + (ulong)request }, at);

    public void Counter(int process, string name, SimTime at, double value)
    {
        if (!_counters.TryGetValue((process, name), out ulong track))
        {
            _counters.Add((process, name), track = CounterTracks + (ulong)_counters.Count);
            Write(new TrackDescriptor { Uuid = track, ParentUuid = (ulong)process, Name = name, Counter = new CounterDescriptor() });
        }
        Write(new TrackEvent { Type = TrackEvent.Types.Type.Counter, TrackUuid = track, DoubleCounterValue = value }, at);
    }

    public void End(IReadOnlyList<(string Name, string Value)> notes)
    {
        const ulong track = CounterTracks - 1;
        Write(new TrackDescriptor { Uuid = track, Name = "about this file" });
        var about = new TrackEvent { Type = TrackEvent.Types.Type.Instant, TrackUuid = track };
        foreach ((string name, string value) in notes) about.DebugAnnotations.Add(Annotation(name, value));
        Write(about, SimTime.Zero, "about this file");
        _stream.Flush();
    }

    private static ulong ThreadTrack(int process, int thread) => ((ulong)process << 32) + (ulong)thread;

    private static DebugAnnotation Annotation(string name, object value) => value switch
    {
        long whole => new DebugAnnotation { Name = name, IntValue = whole },
        double real => new DebugAnnotation { Name = name, DoubleValue = real },
        _ => new DebugAnnotation { Name = name, StringValue = (string)value },
    };

    private void Write(TrackEvent trackEvent, SimTime at, string? name = null)
    {
        var packet = new TracePacket { Timestamp = (ulong)(at.Picoseconds / _picosecondsPerTick), TrackEvent = trackEvent };
        if (name is not null)
        {
            if (!_names.TryGetValue(name, out ulong id))
            {
                _names.Add(name, id = (ulong)_names.Count + 1);
                packet.InternedData = new InternedData { EventNames = { new EventName { Iid = id, Name = name } } };
            }
            trackEvent.NameIid = id;
        }
        Write(packet);
    }

    private void Write(TrackDescriptor track) => Write(new TracePacket { TrackDescriptor = track });

    private void Write(TracePacket packet)
    {
        packet.TrustedPacketSequenceId = Sequence;
        packet.SequenceFlags = _any ? NeedsState : StateCleared;
        if (!_any) packet.FirstPacketOnSequence = true;
        _any = true;
        _stream.WriteByte(PacketTag);
        packet.WriteDelimitedTo(_stream);
    }
}
