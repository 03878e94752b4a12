using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Serving.Disaggregation;

namespace DeepStack.Sim.Engine.KvTransfers;

/// <summary>Tells a recorder of every move of KV blocks, on a track of the replica that gets them, and sums them up.</summary>
internal sealed class KvMoveRecording
{
    private static readonly string[] SpanNames = ["KV pull (bytes)", "KV push (bytes)", "KV layer by layer (bytes)", "KV fetch from host (bytes)", "KV offload to host (bytes)"];
    private static readonly string[] Words = ["pulled", "pushed", "sent layer by layer", "fetched from host memory", "offloaded to host memory"];

    private readonly IRunRecorder _recorder;
    private readonly NameTable _names;
    private readonly int[] _tracks;
    private readonly long[] _moves = new long[SpanNames.Length];
    private readonly long[] _blocks = new long[SpanNames.Length];
    private readonly Bytes[] _bytes = new Bytes[SpanNames.Length];

    /// <param name="recorder">Who receives the records; the tracks of all replicas are defined.</param>
    /// <param name="names">Numbers of names.</param>
    /// <param name="tracks">Numbers of tracks.</param>
    /// <param name="deviceTracks">The track of every replica's devices.</param>
    public KvMoveRecording(IRunRecorder recorder, NameTable names, TrackTable tracks, IReadOnlyList<int> deviceTracks)
    {
        _recorder = recorder;
        _names = names;
        _tracks = [.. deviceTracks.Select((device, replica) => tracks.Add(device, TrackKind.Component, replica, "KV blocks"))];
    }

    /// <summary>Bytes that moves of a kind have brought to devices or hosts.</summary>
    public Bytes BytesOf(KvMoveKind kind) => _bytes[(int)kind];

    /// <summary>Records a move that has ended.</summary>
    public void Record(in KvMove move, SimTime begun, SimTime ended, Bytes size)
    {
        int kind = (int)move.Kind;
        _moves[kind]++;
        _blocks[kind] += move.Blocks;
        _bytes[kind] += size;
        _recorder.Span(new SpanRecord(_tracks[move.Destination], _names.IdOf(SpanNames[kind]), begun, ended, size.Count));
    }

    /// <summary>The sums by kind, for the end of the run.</summary>
    public IEnumerable<RunFact> Facts()
    {
        for (int kind = 0; kind < SpanNames.Length; kind++)
        {
            if (_moves[kind] > 0) yield return new RunFact("KV blocks", Words[kind], FormattableString.Invariant($"{_blocks[kind]:N0} blocks in {_moves[kind]:N0} moves, {_bytes[kind]}"));
        }
    }
}
