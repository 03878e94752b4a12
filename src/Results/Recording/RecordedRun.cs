namespace DeepStack.Sim.Results.Recording;

/// <summary>Keeps the records of a run in memory, in their order, to be played again.</summary>
public sealed class RecordedRun : IRunRecorder
{
    private readonly List<Kind> _order = [];
    private readonly List<(int Id, string Text)> _names = [];
    private readonly List<TrackRecord> _tracks = [];
    private readonly List<StepRecord> _steps = [];
    private readonly List<OperatorRecord> _operators = [];
    private readonly List<RequestRecord> _requests = [];
    private readonly List<CounterRecord> _counters = [];
    private readonly List<SpanRecord> _spans = [];
    private readonly List<EnergyRecord> _energies = [];
    private readonly List<HeatMapRecord> _maps = [];

    private enum Kind : byte
    {
        Name,
        Track,
        Step,
        Operator,
        Request,
        Counter,
        Span,
        Energy,
        HeatMap,
    }

    /// <summary>What the run is; null until it begins.</summary>
    public RunHeader? Header { get; private set; }

    /// <summary>How it ended; null until it does.</summary>
    public RunEnd? Ending { get; private set; }

    /// <summary>The texts of the run by number.</summary>
    public IReadOnlyList<string> Names => [.. _names.Select(n => n.Text)];

    /// <summary>The tracks by number.</summary>
    public IReadOnlyList<TrackRecord> Tracks => _tracks;

    /// <summary>The steps in the order of their records.</summary>
    public IReadOnlyList<StepRecord> Steps => _steps;

    /// <summary>The operators in the order of their records.</summary>
    public IReadOnlyList<OperatorRecord> Operators => _operators;

    /// <summary>The requests in the order of their records.</summary>
    public IReadOnlyList<RequestRecord> Requests => _requests;

    /// <summary>The counters in the order of their records.</summary>
    public IReadOnlyList<CounterRecord> Counters => _counters;

    /// <summary>The spans in the order of their records.</summary>
    public IReadOnlyList<SpanRecord> Spans => _spans;

    /// <summary>The energies in the order of their records.</summary>
    public IReadOnlyList<EnergyRecord> Energies => _energies;

    /// <summary>The heat maps in the order of their records.</summary>
    public IReadOnlyList<HeatMapRecord> HeatMaps => _maps;

    /// <inheritdoc/>
    public void Begin(RunHeader header) => Header = header;

    /// <inheritdoc/>
    public void Name(int id, string text) => Keep(Kind.Name, _names, (id, text));

    /// <inheritdoc/>
    public void Track(TrackRecord track) => Keep(Kind.Track, _tracks, track);

    /// <inheritdoc/>
    public void Step(in StepRecord step) => Keep(Kind.Step, _steps, step);

    /// <inheritdoc/>
    public void Operator(in OperatorRecord op) => Keep(Kind.Operator, _operators, op);

    /// <inheritdoc/>
    public void Request(RequestRecord request) => Keep(Kind.Request, _requests, request);

    /// <inheritdoc/>
    public void Counter(in CounterRecord counter) => Keep(Kind.Counter, _counters, counter);

    /// <inheritdoc/>
    public void Span(in SpanRecord span) => Keep(Kind.Span, _spans, span);

    /// <inheritdoc/>
    public void Energy(in EnergyRecord energy) => Keep(Kind.Energy, _energies, energy);

    /// <inheritdoc/>
    public void HeatMap(HeatMapRecord map) => Keep(Kind.HeatMap, _maps, map);

    /// <inheritdoc/>
    public void End(RunEnd end) => Ending = end;

    /// <summary>Hands all records, in their order, to another recorder.</summary>
    public void PlayTo(IRunRecorder recorder)
    {
        if (Header is not null) recorder.Begin(Header);
        Span<int> next = stackalloc int[Enum.GetValues<Kind>().Length];
        next.Clear();
        foreach (Kind kind in _order) Play(recorder, kind, next[(int)kind]++);
        if (Ending is not null) recorder.End(Ending);
    }

    private void Play(IRunRecorder recorder, Kind kind, int index)
    {
        switch (kind)
        {
            case Kind.Name: recorder.Name(_names[index].Id, _names[index].Text); break;
            case Kind.Track: recorder.Track(_tracks[index]); break;
            case Kind.Step: recorder.Step(_steps[index]); break;
            case Kind.Operator: recorder.Operator(_operators[index]); break;
            case Kind.Request: recorder.Request(_requests[index]); break;
            case Kind.Counter: recorder.Counter(_counters[index]); break;
            case Kind.Span: recorder.Span(_spans[index]); break;
            case Kind.Energy: recorder.Energy(_energies[index]); break;
            default: recorder.HeatMap(_maps[index]); break;
        }
    }

    private void Keep<T>(Kind kind, List<T> records, in T record)
    {
        _order.Add(kind);
        records.Add(record);
    }
}
