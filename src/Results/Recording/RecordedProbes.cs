using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>Listens to the probes of a device's parts and records, inside a window, what occupied them: transactions, packets, commands.</summary>
/// <remarks>Parts are introduced when they are first seen inside the window, so that a silent bank costs nothing in the records.</remarks>
public sealed class RecordedProbes : IProbeSink
{
    private readonly IRunRecorder _recorder;
    private readonly NameTable _names;
    private readonly TrackTable _table;
    private readonly TimeWindow _window;
    private readonly int _device, _replica;
    private readonly List<string> _paths = [];
    private readonly Dictionary<string, int> _pathIds = [];
    private readonly List<int> _tracks = [];
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _textIds = [];

    /// <param name="recorder">Who gets the records.</param>
    /// <param name="names">The names of the run.</param>
    /// <param name="tracks">The tracks of the run.</param>
    /// <param name="device">The device track that the parts belong to.</param>
    /// <param name="replica">Its replica.</param>
    /// <param name="window">What is recorded.</param>
    public RecordedProbes(IRunRecorder recorder, NameTable names, TrackTable tracks, int device, int replica, TimeWindow window)
    {
        (_recorder, _names, _table) = (recorder, names, tracks);
        (_device, _replica, _window) = (device, replica, window);
    }

    /// <inheritdoc/>
    public int DefineTrack(string path)
    {
        if (_pathIds.TryGetValue(path, out int id)) return id;
        _pathIds.Add(path, id = _paths.Count);
        _paths.Add(path);
        _tracks.Add(-1);
        return id;
    }

    /// <inheritdoc/>
    public int DefineName(string name)
    {
        if (_textIds.TryGetValue(name, out int id)) return id;
        _textIds.Add(name, id = _texts.Count);
        _texts.Add(name);
        return id;
    }

    /// <inheritdoc/>
    public bool Hears(SimTime start, SimTime end) => _window.Meets(start, end);

    /// <inheritdoc/>
    public void Span(int track, int name, SimTime start, SimTime end, long argument, int row, int source, int destination)
    {
        if (_window.Meets(start, end)) _recorder.Span(new SpanRecord(TrackOf(track), _names.IdOf(_texts[name]), start, end, argument, row, source, destination));
    }

    /// <inheritdoc/>
    public void Counter(int track, int name, SimTime at, double value)
    {
        if (_window.Meets(at, at)) _recorder.Counter(new CounterRecord(TrackOf(track), _names.IdOf(_texts[name]), at, value));
    }

    private int TrackOf(int track)
    {
        if (_tracks[track] < 0) _tracks[track] = _table.Add(_device, TrackKind.Component, _replica, _paths[track]);
        return _tracks[track];
    }
}
