using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Puts timing traces together whose replicas were simulated apart; replicas are numbered on from trace to trace.</summary>
public static class TimingTraceMerger
{
    /// <summary>Hands the records of all traces to one recorder, as if they were one run.</summary>
    /// <returns>How each trace was read.</returns>
    /// <exception cref="ResultFormatException">A file is no timing trace, or the traces are of different runs or share requests.</exception>
    public static IReadOnlyList<TraceReading> Merge(IReadOnlyList<string> paths, IRunRecorder recorder)
    {
        Part[] parts = [.. paths.Select(PartOf)];
        for (int i = 1; i < parts.Length; i++) RefuseMix(parts[0], parts[i]);
        recorder.Begin(parts[0].Header with { Replicas = [.. parts.SelectMany(p => p.Header.Replicas)] });
        var part = new Renumbering(recorder);
        var readings = new List<TraceReading>();
        foreach (string path in paths)
        {
            part.Next(path);
            readings.Add(TimingTraceReader.Read(path, part));
        }
        recorder.End(part.Ending);
        return readings;
    }

    private static Part PartOf(string path)
    {
        var run = new HeaderOnly();
        int version = TimingTraceReader.Read(path, run).Version;
        return new Part(path, version, run.Header ?? throw new ResultFormatException($"{path}: the timing trace is cut before its header; there is nothing to merge."));
    }

    private static void RefuseMix(Part one, Part two)
    {
        (RunHeader first, RunHeader other) = (one.Header, two.Header);
        (string What, string First, string Other)[] facts =
        [
            ("format version", $"{one.Version}", $"{two.Version}"),
            ("program version", first.ProgramVersion, other.ProgramVersion),
            ("platform", first.Platform, other.Platform),
            ("model", first.Model, other.Model),
            ("fidelity", first.Fidelity, other.Fidelity),
            ("engine profile", first.EngineProfile, other.EngineProfile),
            ("request trace", first.Trace, other.Trace),
            ("window of transactions", first.Window.ToString() ?? "", other.Window.ToString() ?? ""),
            ("presets", string.Join(' ', first.Presets), string.Join(' ', other.Presets)),
        ];
        foreach ((string what, string mine, string theirs) in facts)
        {
            if (mine != theirs) throw new ResultFormatException($"{two.Path}: its {what} ({theirs}) is not that of {one.Path} ({mine}); only parts of one run can be merged.");
        }
    }

    private sealed record Part(string Path, int Version, RunHeader Header);

    private sealed class HeaderOnly : RunProjection
    {
        public RunHeader? Header { get; private set; }

        public override void Begin(RunHeader header) => Header = header;
    }

    /// <summary>Gives names, tracks and replicas of one trace after the other their numbers in the whole.</summary>
    private sealed class Renumbering(IRunRecorder target) : IRunRecorder
    {
        private readonly NameTable _names = new(target);
        private readonly List<int> _nameIds = [];
        private readonly HashSet<int> _requests = [];
        private readonly List<RunFact> _facts = [];
        private string _path = "";
        private int _tracks, _tracksBefore, _replicas, _replicasBefore;
        private SimTime _end;
        private bool _complete = true;

        public RunEnd Ending => new(_end, _complete) { Facts = _facts };

        public void Next(string path)
        {
            _path = path;
            _nameIds.Clear();
            (_tracksBefore, _replicasBefore) = (_tracks, _replicas);
        }

        public void Begin(RunHeader header) => _replicas += header.Replicas.Count;

        public void Name(int id, string text) => _nameIds.Add(_names.IdOf(text));

        public void Track(TrackRecord track)
        {
            _tracks++;
            target.Track(track with { Id = track.Id + _tracksBefore, Parent = Moved(track.Parent, _tracksBefore), Replica = Moved(track.Replica, _replicasBefore) });
        }

        public void Step(in StepRecord step) => target.Step(step with { Replica = step.Replica + _replicasBefore });

        public void Operator(in OperatorRecord op) => target.Operator(op with
        {
            Name = _nameIds[op.Name],
            Track = op.Track + _tracksBefore,
            Shape = op.Shape < 0 ? -1 : _nameIds[op.Shape],
            Mapping = op.Mapping < 0 ? -1 : _nameIds[op.Mapping],
        });

        public void Request(RequestRecord request)
        {
            if (!_requests.Add(request.Index)) throw new ResultFormatException($"{_path}: request {request.Index} is in another of the traces too; only parts of one run can be merged.");
            target.Request(request with { Replica = Moved(request.Replica, _replicasBefore), Runs = [.. request.Runs.Select(r => r with { Replica = r.Replica + _replicasBefore })] });
        }

        public void Counter(in CounterRecord counter) => target.Counter(counter with { Track = Moved(counter.Track, _tracksBefore), Name = _nameIds[counter.Name] });

        public void Span(in SpanRecord span) => target.Span(span with { Track = span.Track + _tracksBefore, Name = _nameIds[span.Name] });

        public void Energy(in EnergyRecord energy) => target.Energy(energy with { Track = Moved(energy.Track, _tracksBefore), Component = _nameIds[energy.Component] });

        public void HeatMap(HeatMapRecord map) => target.HeatMap(map with { Track = map.Track + _tracksBefore });

        public void End(RunEnd end)
        {
            _end = SimTime.Max(_end, end.At);
            _complete &= end.Complete;
            _facts.AddRange(end.Facts.Except(_facts));
        }

        private static int Moved(int id, int by) => id < 0 ? id : id + by;
    }
}
