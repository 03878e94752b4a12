using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>The requests of a replica in pooled slots; grows to the largest number waiting and running at once.</summary>
internal sealed class RequestTable
{
    private RequestState[] _states = new RequestState[64];
    private RequestTimeline[] _timelines = new RequestTimeline[64];
    private int[] _free = new int[64];
    private int _freeCount;
    private int _used;
    private long _nextSerial = 1;

    /// <summary>What the scheduler works on.</summary>
    public ref RequestState this[int slot] => ref _states[slot];

    /// <summary>All slots, for loops over many; no longer valid once a request is added.</summary>
    public Span<RequestState> States => _states;

    /// <summary>When things happened to a request.</summary>
    public ref RequestTimeline TimelineOf(int slot) => ref _timelines[slot];

    /// <summary>Takes a slot for an arriving request.</summary>
    public int Add(TraceRequest request, RequestPart part)
    {
        int slot = _freeCount > 0 ? _free[--_freeCount] : _used++;
        if (slot == _states.Length) Grow();
        _states[slot] = new RequestState
        {
            Serial = _nextSerial++,
            Index = request.Index,
            Prompt = request.InputTokens,
            Output = part == RequestPart.Prefill ? 1 : request.OutputTokens,
            Part = part,
            Priority = request.Priority,
            Status = RequestStatus.Waiting,
        };
        _timelines[slot] = new RequestTimeline(request);
        return slot;
    }

    /// <summary>Gives a slot back.</summary>
    public void Remove(int slot)
    {
        _states[slot] = default;
        _free[_freeCount++] = slot;
    }

    private void Grow()
    {
        int size = _states.Length * 2;
        Array.Resize(ref _states, size);
        Array.Resize(ref _timelines, size);
        Array.Resize(ref _free, size);
    }
}
