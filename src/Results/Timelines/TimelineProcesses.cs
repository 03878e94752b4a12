using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>The processes and threads of a timeline: a process per replica with its scheduler, one per device with compute, memory and links.</summary>
internal sealed class TimelineProcesses(ITimelineSink sink, string suffix)
{
    private const int Machine = 1, FirstTrack = 2, LanesPerKind = 100, FirstComponent = 1000;

    private readonly List<TrackRecord> _tracks = [];
    private readonly Dictionary<(int Process, int Kind), Lanes> _lanes = [];
    private readonly List<int> _replicas = [];
    private bool _hasMachine;

    public void Add(TrackRecord track)
    {
        _tracks.Add(track);
        if (track.Kind == TrackKind.Replica)
        {
            while (_replicas.Count <= track.Replica) _replicas.Add(-1);
            _replicas[track.Replica] = track.Id;
        }
        if (track.Kind != TrackKind.Component) sink.Process(FirstTrack + track.Id, PathOf(track) + suffix, FirstTrack + track.Id);
    }

    /// <summary>The process of a replica.</summary>
    public int OfReplica(int replica)
    {
        if (replica >= 0 && replica < _replicas.Count && _replicas[replica] >= 0) return FirstTrack + _replicas[replica];
        if (!_hasMachine) sink.Process(Machine, "machine" + suffix, 0);
        _hasMachine = true;
        return Machine;
    }

    /// <summary>The process that shows a track: its own, or that of the device it is part of.</summary>
    public int OfTrack(int track)
    {
        while (track >= 0 && _tracks[track].Kind == TrackKind.Component) track = _tracks[track].Parent;
        return track < 0 ? OfReplica(-1) : FirstTrack + track;
    }

    public Lanes LanesOfSteps(int process) => LanesOf(process, 1, "scheduler");

    public Lanes LanesOfArrivals(int process) => LanesOf(process, 2, "arrivals");

    public Lanes Compute(int track) => LanesOf(OfTrack(track), 3, "compute");

    public Lanes Memory(int track) => LanesOf(OfTrack(track), 4, "memory");

    public Lanes Links(int track) => LanesOf(OfTrack(track), 5, "links");

    public Lanes AttentionMemory(int track) => LanesOf(OfTrack(track), 6, "attention memory");

    public Lanes Component(int track) => LanesOf(OfTrack(track), FirstComponent + track, _tracks[track].Name);

    private Lanes LanesOf(int process, int kind, string name)
    {
        if (!_lanes.TryGetValue((process, kind), out Lanes? lanes))
            _lanes.Add((process, kind), lanes = new Lanes(sink, process, kind * LanesPerKind, name));
        return lanes;
    }

    private string PathOf(TrackRecord track) => track.Parent < 0 ? track.Name : $"{PathOf(_tracks[track.Parent])} / {track.Name}";
}
