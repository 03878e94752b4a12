namespace DeepStack.Sim.Memory.Control;

/// <summary>When each request of a trace was taken in and when it completed.</summary>
public sealed class RequestLog
{
    private readonly long[] _accepted;
    private readonly long[] _completed;

    /// <param name="requests">How many requests the trace has.</param>
    public RequestLog(int requests)
    {
        _accepted = new long[requests];
        _completed = new long[requests];
        Array.Fill(_accepted, -1);
        Array.Fill(_completed, -1);
    }

    /// <summary>The tick at which the controller took each request; -1 before.</summary>
    public IReadOnlyList<long> Accepted => _accepted;

    /// <summary>The tick at which each request completed; -1 before, and for writes that the scheduler acknowledges early.</summary>
    public IReadOnlyList<long> Completed => _completed;

    internal void Accept(int request, long tick) => _accepted[request] = tick;

    internal void Complete(int request, long tick) => _completed[request] = tick;
}
