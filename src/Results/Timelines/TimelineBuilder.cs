using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Makes a timeline of the records of a run, in full detail inside a window, and where transactions were recorded, and aggregated outside, so that its size is bounded.</summary>
internal sealed class TimelineBuilder : RunProjection
{
    private readonly ITimelineSink _sink;
    private readonly TimelineOptions _options;
    private readonly TimelineProcesses _processes;
    private readonly List<string> _names = [];
    private readonly StepSlices _steps;
    private readonly OperatorSlices _operators;
    private readonly RequestSlices _requests;
    private readonly CounterLines _counters;
    private readonly DetailPart _detail;
    private DetailPart? _transactions;
    private RunHeader? _header;
    private StepRecord _step;
    private DetailPart? _part;
    private bool _isOpen;
    private long _bankBytes, _packageBytes, _networkBytes;

    public TimelineBuilder(ITimelineSink sink, TimelineOptions options)
    {
        (_sink, _options) = (sink, options);
        _processes = new TimelineProcesses(sink, options.StretchesPicoseconds ? " (1 ps shown as 1 ns)" : "");
        _steps = new StepSlices(sink, _processes, options.PieceLimit);
        _operators = new OperatorSlices(sink, _processes, _names);
        _requests = new RequestSlices(sink, _processes, _steps, options.RequestLimit);
        _counters = new CounterLines(sink, options.PieceLimit);
        _detail = new DetailPart(options.Window, options.DetailLimit);
    }

    public override void Begin(RunHeader header)
    {
        _header = header;
        _transactions = header.Window is { } window ? new DetailPart(window, _options.DetailLimit) : null;
    }

    public override void Name(int id, string text) => _names.Add(text);

    public override void Track(TrackRecord track) => _processes.Add(track);

    public override void Step(in StepRecord step)
    {
        CloseStep();
        _step = step;
        _isOpen = true;
        _part = PartOf(step.Start, step.End);
        _part?.Extend(step.Start, step.End);
        if (_part is not null) _steps.AddDetailed(step);
        else _steps.AddAggregated(step);
        Count("running requests", step.Running);
        Count("waiting requests", step.Waiting);
        Count("KV cache use (%)", step.KvCacheUse * 100);
    }

    public override void Operator(in OperatorRecord op)
    {
        long all = (long)op.Repeat * op.Devices;
        _bankBytes += op.Banks.Amount.Count * all;
        _packageBytes += op.Package.Amount.Count * all;
        _networkBytes += op.Network.Amount.Count * all;
        if (_part is not null) _operators.Add(op, _step.Start);
    }

    public override void Request(RequestRecord request)
    {
        CloseStep();
        SimTime end = request.Finished == SimTime.MaxValue ? request.Arrival : request.Finished;
        _requests.Add(request, _detail.Touches(request.Arrival, end) || _transactions?.Touches(request.Arrival, end) == true);
    }

    public override void Counter(in CounterRecord counter) =>
        _counters.Add(_processes.OfTrack(counter.Track), _names[counter.Name], counter.At, counter.Value, PartOf(counter.At, counter.At) is not null);

    public override void Span(in SpanRecord span)
    {
        DetailPart? part = _transactions?.Takes(span.Start, span.End) == true ? _transactions : PartOf(span.Start, span.End);
        if (part is null) return;
        Lanes lanes = _processes.Component(span.Track);
        _sink.Slice(new TimelineSlice(lanes.Process, lanes.Take(span.Start, span.End), _names[span.Name], span.Start, span.End - span.Start) { Details = DetailsOf(span) });
        part.Spend(1);
    }

    public override void End(RunEnd end)
    {
        CloseStep();
        _steps.Flush();
        _requests.Flush();
        _counters.Flush();
        _sink.End(Notes(end));
    }

    private static (string Name, object Value)[] DetailsOf(in SpanRecord span) => span switch
    {
        { Source: >= 0 } => [("bytes", span.Argument), ("from device", (long)span.Source), ("to device", (long)span.Destination)],
        { Row: >= 0 } => [("argument", span.Argument), ("row", (long)span.Row)],
        _ => [("argument", span.Argument)],
    };

    /// <summary>The step's operators are all there: shows them and the bandwidths they add up to.</summary>
    private void CloseStep()
    {
        if (!_isOpen) return;
        _isOpen = false;
        _part?.Spend(_operators.Pending);
        _operators.Flush();
        double seconds = _step.Elapsed.Seconds;
        if (_bankBytes > 0 && seconds > 0) Count("DRAM bandwidth (GB/s)", _bankBytes / seconds * 1e-9);
        if (_packageBytes > 0 && seconds > 0) Count("bandwidth in packages (GB/s)", _packageBytes / seconds * 1e-9);
        if (_networkBytes > 0 && seconds > 0) Count("network bandwidth (GB/s)", _networkBytes / seconds * 1e-9);
        _bankBytes = _packageBytes = _networkBytes = 0;
    }

    private void Count(string name, double value) => _counters.Add(_processes.OfReplica(_step.Replica), name, _step.Start, value, _part is not null);

    /// <summary>The part that shows something from start to end in full, if any.</summary>
    private DetailPart? PartOf(SimTime start, SimTime end) => _detail.Takes(start, end) ? _detail : _transactions?.Takes(start, end) == true ? _transactions : null;

    private string LimitOf(DetailPart part) => $"{_options.DetailLimit} slices{(part.IsFull ? ", reached: what comes later is aggregated" : "")}";

    private List<(string Name, string Value)> Notes(RunEnd end)
    {
        List<(string Name, string Value)> notes =
        [
            ("program", $"DeepStack.Sim {_header?.ProgramVersion}"),
            ("platform", _header?.Platform ?? ""),
            ("model", _header?.Model ?? ""),
            ("time", _options.StretchesPicoseconds ? "1 ps shown as 1 ns: divide every time by 1000" : "true"),
            ("run_ended_at", end.At.ToString()),
            ("detail", _detail.Extent),
            ("detail_limit", LimitOf(_detail)),
            ("aggregation", $"steps and counters outside the detail in at most {_options.PieceLimit} pieces each"),
            ("requests", _requests.Note),
        ];
        if (_transactions is not null) notes.Add(("transactions", $"{_header!.Window}, {LimitOf(_transactions)}"));
        notes.AddRange(end.Facts.Where(f => f.Group == "timing trace").Select(f => (f.Name, f.Value)));
        return notes;
    }
}
