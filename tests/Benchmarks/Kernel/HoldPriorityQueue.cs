using DeepStack.Sim.Core.Events;

namespace DeepStack.Sim.Benchmarks.Kernel;

/// <summary>The hold model on the framework's priority queue, ordered by time and insertion: the yardstick.</summary>
internal sealed class HoldPriorityQueue : IEventHandler
{
    private readonly PriorityQueue<IEventHandler, (long Time, long Sequence)> _queue = new();
    private readonly DelayTable _delays;
    private long _now;
    private long _sequence;

    public HoldPriorityQueue(DelayTable delays, int pending)
    {
        _delays = delays;
        for (int i = 0; i < pending; i++) Handle(i);
    }

    /// <summary>Runs a number of events.</summary>
    public void Run(long events)
    {
        for (long i = 0; i < events; i++)
        {
            _queue.TryDequeue(out IEventHandler? handler, out (long Time, long Sequence) priority);
            _now = priority.Time;
            handler!.Handle(i);
        }
    }

    /// <inheritdoc/>
    public void Handle(long payload) => _queue.Enqueue(this, (_now + _delays.Next(), _sequence++));
}
