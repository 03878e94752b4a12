using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Reports;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Shows requests: a span each, with phases and arrows to their steps in the detailed part; of very many, every second, fourth and so on.</summary>
internal sealed class RequestSlices(ITimelineSink sink, TimelineProcesses processes, StepSlices steps, int limit)
{
    private static readonly Duration ArrivalMark = Duration.FromNanoseconds(1_000);

    private readonly List<RequestRecord> _kept = [];
    private readonly List<TimelineSlice> _arrivals = [];
    private readonly PriorityQueue<RequestRecord, (Duration, int)> _slowest = new();
    private readonly HashSet<int> _drawn = [];
    private long _seen, _stride = 1;
    private int _detailed;

    /// <summary>How many of the requests are shown, in words.</summary>
    public string Note => _stride == 1 ? $"all {_seen}" : $"every {_stride}th of {_seen}, the slowest, and those of the detailed part";

    public void Add(RequestRecord request, bool isDetailed)
    {
        long place = _seen++;
        if (isDetailed && _detailed < limit)
        {
            _detailed++;
            _drawn.Add(request.Index);
            Draw(request);
            return;
        }
        KeepIfSlow(request);
        if (place % _stride != 0) return;
        _kept.Add(request with { Runs = [] });
        if (_kept.Count < limit) return;
        _stride *= 2;
        int next = 0;
        for (int i = 0; i < _kept.Count; i += 2) _kept[next++] = _kept[i];
        _kept.RemoveRange(next, _kept.Count - next);
    }

    public void Flush()
    {
        foreach (RequestRecord request in _slowest.UnorderedItems.Select(item => item.Element).OrderBy(request => request.Index))
        {
            _drawn.Add(request.Index);
            Draw(request);
        }
        foreach (RequestRecord request in _kept.Where(request => !_drawn.Contains(request.Index)))
        {
            int process = processes.OfReplica(request.Replica);
            sink.BeginPhase(process, request.Index, NameOf(request), request.Arrival);
            sink.EndPhase(process, request.Index, NameOf(request), EndOf(request));
        }
        foreach (TimelineSlice arrival in _arrivals.OrderBy(a => a.Start))
            sink.Slice(arrival with { Thread = processes.LanesOfArrivals(arrival.Process).Take(arrival.Start, arrival.Start + arrival.Elapsed) });
    }

    /// <summary>Keeps the requests that the report shows as waterfalls.</summary>
    private void KeepIfSlow(RequestRecord request)
    {
        if (!request.IsComplete) return;
        _slowest.Enqueue(request, (request.Finished - request.Arrival, -request.Index));
        if (_slowest.Count > RequestsSection.Shown) _slowest.Dequeue();
    }

    private void Draw(RequestRecord request)
    {
        int process = processes.OfReplica(request.Replica);
        sink.BeginPhase(process, request.Index, NameOf(request), request.Arrival);
        SimTime at = request.Arrival;
        Phase("front end", request.Queued);
        Phase("queue", request.FirstScheduled);
        if (request.PrefillDone != SimTime.MaxValue)
        {
            Phase("prefill", request.PrefillDone);
            Phase("transfer", request.PrefillDone + request.TransferTime);
            Phase("first decode step", request.FirstToken);
        }
        Phase("prefill", request.FirstToken);
        Phase("decode", request.Finished);
        sink.EndPhase(process, request.Index, NameOf(request), SimTime.Max(at, EndOf(request)));
        Connect(request, process);
        void Phase(string name, SimTime end)
        {
            if (end == SimTime.MaxValue || end <= at) return;
            sink.BeginPhase(process, request.Index, name, at);
            sink.EndPhase(process, request.Index, name, end);
            at = end;
        }
    }

    /// <summary>Draws the arrow: from the arrival through the first step of every run to the last step, as far as they are shown.</summary>
    private void Connect(RequestRecord request, int process)
    {
        List<StepSlices.DetailedStep> way = [];
        foreach (StepRun run in request.Runs)
        {
            if (steps.Find(run.Replica, run.FirstStep) is { } first) way.Add(first);
        }
        if (request.Runs.Count > 0 && request.Runs[^1] is { Steps: > 1 } end && steps.Find(end.Replica, end.FirstStep + end.Steps - 1) is { } last) way.Add(last);
        if (way.Count == 0) return;
        _arrivals.Add(new TimelineSlice(process, 0, NameOf(request), request.Arrival, ArrivalMark)
        {
            Flows = [new FlowPoint(request.Index, FlowPlace.First)],
            Details = [("input tokens", (long)request.InputTokens), ("output tokens", (long)request.OutputTokens), ("cached tokens", (long)request.CachedTokens)],
        });
        for (int i = 0; i < way.Count; i++) way[i].Flows.Add(new FlowPoint(request.Index, i == way.Count - 1 ? FlowPlace.Last : FlowPlace.Middle));
    }

    /// <summary>What a viewer's search finds a request by.</summary>
    private static string NameOf(RequestRecord request) => $"request {request.Id}";

    private static SimTime EndOf(RequestRecord request) => request.Finished == SimTime.MaxValue ? request.Arrival : request.Finished;
}
