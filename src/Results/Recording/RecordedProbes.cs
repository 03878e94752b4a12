using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>Listens to the probes of a device's parts and records, inside a window, what occupied them: transactions, packets, commands.</summary>
/// <remarks>Parts are introduced when they are first seen inside the window, so that a silent bank costs nothing in the records.</remarks>
public sealed class RecordedProbes : IProbeSink
{
    private readonly IRunRecorder _recorder;
    private readonly NameTable _names;
    private readonly TimeWindow _window;
    private readonly int _device, _replica;
    private readonly List<string> _paths = [];
    private readonly List<int> _tracks = [];
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _textIds = [];

    /// <param name="recorder">Who gets the records.</param>
    /// <param name="names">The names of the run.</param>
    /// <param name="device">The device track that the parts belong to.</param>
    /// <param name="replica">Its replica.</param>
    /// <param name="nextTrack">The number of the next track of the run; nobody else may introduce tracks afterwards.</param>
    /// <param name="window">What is recorded.</param>
    public RecordedProbes(IRunRecorder recorder, NameTable names, int device, int replica, int nextTrack, TimeWindow window)
    {
        (_recorder, _names, _device, _replica) = (recorder, names, device, replica);
        (NextTrack, _window) = (nextTrack, window);
    }

    /// <summary>The number that the next track would have.</summary>
    public int NextTrack { get; private set; }

    /// <inheritdoc/>
    public int DefineTrack(string path)
    {
        _paths.Add(path);
        _tracks.Add(-1);
        return _paths.Count - 1;
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
    public void Span(int track, int name, SimTime start, SimTime end, long argument, int row)
    {
        if (_window.Meets(start, end)) _recorder.Span(new SpanRecord(TrackOf(track), _names.IdOf(_texts[name]), start, end, argument, row));
    }

    /// <inheritdoc/>
    public void Counter(int track, int name, SimTime at, double value)
    {
        if (_window.Meets(at, at)) _recorder.Counter(new CounterRecord(TrackOf(track), _names.IdOf(_texts[name]), at, value));
    }

    private int TrackOf(int track)
    {
        if (_tracks[track] >= 0) return _tracks[track];
        _recorder.Track(new TrackRecord(NextTrack, _device, TrackKind.Component, _replica, _paths[track]));
        return _tracks[track] = NextTrack++;
    }
}
