using System.Globalization;
using DeepStack.Sim.Results.Perfetto;

namespace DeepStack.Sim.Results.Tests.Timelines;

/// <summary>What a timeline shows, apart from its format: sorted sentences in whole nanoseconds.</summary>
internal sealed class EventSet
{
    public List<string> Slices { get; } = [];

    public List<string> Phases { get; } = [];

    public List<string> Counters { get; } = [];

    public List<string> Flows { get; } = [];

    public static EventSet Of(ChromeTrace trace)
    {
        var set = new EventSet();
        var processes = trace.Events.Where(e => e.Name == "process_name").ToDictionary(e => e.Process, e => e.Args!.Value.GetProperty("name").GetString()!);
        var threads = trace.Events.Where(e => e.Name == "thread_name").ToDictionary(e => (e.Process, e.Thread), e => e.Args!.Value.GetProperty("name").GetString()!);
        var slices = trace.Events.Where(e => e.Phase == "X").ToLookup(e => (e.Process, e.Thread));
        foreach (ChromeTrace.Event e in trace.Events)
        {
            if (e.Phase == "X") set.Slices.Add(Slice(processes[e.Process], threads[(e.Process, e.Thread)], e.Name, Tick(e.At), Tick(e.End), e.Args is { } args ? args.EnumerateObject().Select(p => (p.Name, p.Value.ToString())) : []));
            if (e.Phase is "b" or "e") set.Phases.Add($"{processes[e.Process]}/{e.Id}: {e.Phase} at {Tick(e.At)} {(e.Phase == "b" ? e.Name : "")}");
            if (e.Phase == "C") set.Counters.Add($"{processes[e.Process]}/{e.Name} at {Tick(e.At)} = {Number(e.Args!.Value.GetProperty("value").GetDouble())}");
            if (e.Phase is "s" or "t" or "f") set.Flows.Add($"{e.Id} {(e.Phase == "f" ? "ends" : "passes")} {Tick(slices[(e.Process, e.Thread)].Single(s => s.At <= e.At && s.End > e.At).At)}");
        }
        return set.Sorted();
        static long Tick(long picoseconds) => picoseconds / 1000;
    }

    public static EventSet Of(Trace trace)
    {
        var set = new EventSet();
        var names = new Dictionary<ulong, string>();
        var tracks = new Dictionary<ulong, TrackDescriptor>();
        var open = new Dictionary<ulong, Stack<TracePacket>>();
        foreach (TracePacket packet in trace.Packet)
        {
            foreach (EventName name in packet.InternedData?.EventNames ?? []) names.Add(name.Iid, name.Name);
            if (packet.TrackDescriptor is { } descriptor) tracks.Add(descriptor.Uuid, descriptor);
            if (packet.TrackEvent is not { } e) continue;
            TrackDescriptor track = tracks[e.TrackUuid];
            string process = track.HasParentUuid ? tracks[track.ParentUuid].Process.ProcessName : "";
            if (track.Counter is not null) set.Counters.Add($"{process}/{track.Name} at {packet.Timestamp} = {Number(e.DoubleCounterValue)}");
            else if (track.Name == "requests") set.Phases.Add($"{process}/{track.Uuid - (1UL << 60)}: {(e.Type == TrackEvent.Types.Type.SliceBegin ? "b" : "e")} at {packet.Timestamp} {(e.HasNameIid ? names[e.NameIid] : "")}");
            else if (e.Type == TrackEvent.Types.Type.SliceBegin) Stack(e.TrackUuid).Push(packet);
            else if (e.Type == TrackEvent.Types.Type.SliceEnd) set.AddSlice(process, track.Thread.ThreadName, Stack(e.TrackUuid).Pop(), packet.Timestamp, names);
        }
        return set.Sorted();
        Stack<TracePacket> Stack(ulong track) => open.TryGetValue(track, out var stack) ? stack : open[track] = new Stack<TracePacket>();
    }

    private static string Slice(string process, string thread, string name, long from, long to, IEnumerable<(string Name, string Value)> details) =>
        $"{process}/{thread}: {name} {from}..{to} {string.Join(';', details.Select(d => $"{d.Name}={d.Value}"))}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void AddSlice(string process, string thread, TracePacket begin, ulong end, Dictionary<ulong, string> names)
    {
        TrackEvent e = begin.TrackEvent;
        Slices.Add(Slice(process, thread, names[e.NameIid], (long)begin.Timestamp, (long)end, e.DebugAnnotations.Select(a => (a.Name, a.ValueCase switch
        {
            DebugAnnotation.ValueOneofCase.IntValue => a.IntValue.ToString(CultureInfo.InvariantCulture),
            DebugAnnotation.ValueOneofCase.DoubleValue => Number(a.DoubleValue),
            _ => a.StringValue,
        }))));
        Flows.AddRange(e.FlowIds.Select(id => $"{id - 1} passes {begin.Timestamp}"));
        Flows.AddRange(e.TerminatingFlowIds.Select(id => $"{id - 1} ends {begin.Timestamp}"));
    }

    private EventSet Sorted()
    {
        Slices.Sort(StringComparer.Ordinal);
        Phases.Sort(StringComparer.Ordinal);
        Counters.Sort(StringComparer.Ordinal);
        Flows.Sort(StringComparer.Ordinal);
        return this;
    }
}
