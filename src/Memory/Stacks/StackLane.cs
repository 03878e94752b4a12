using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>A channel in a simulated world, for itself or for several equal ones; it wakes only when a decision falls.</summary>
internal sealed class StackLane : IEventHandler
{
    private const long Arrival = 1;
    private const long Decision = 0;

    private readonly Simulation _simulation;
    private readonly StackedChannel _channel;
    private readonly Clock _clock;
    private readonly long _channels;
    private readonly Queue<Waiting> _arrivals = new();
    private EventId _wakeUp;
    private long _wakeClock = long.MaxValue;

    /// <param name="simulation">The world.</param>
    /// <param name="spec">The stack.</param>
    /// <param name="layers">Layers of the channel's port.</param>
    /// <param name="channels">How many equal channels it stands for.</param>
    /// <param name="finished">Called with the tag of a transfer and the clock at which its last data arrives.</param>
    /// <param name="probe">Shows what its banks do; null if nobody listens.</param>
    public StackLane(Simulation simulation, DramStackSpec spec, int layers, long channels, Action<long, long> finished, BankProbe? probe = null)
    {
        _simulation = simulation;
        _clock = spec.Clock;
        _channels = channels;
        _channel = new StackedChannel(spec, layers, finished, probe: probe);
    }

    /// <summary>Commands so far, of all channels it stands for.</summary>
    public StackCounts Counts => _channel.Counts * _channels;

    /// <summary>Makes refreshes come more often.</summary>
    public void SetRefreshDivisor(int divisor)
    {
        _channel.SetRefreshDivisor(divisor);
        WakeForDecision();
    }

    /// <summary>Takes a transfer in at a clock that is not past.</summary>
    public void Enqueue(long clock, long offset, long size, bool isWrite, long tag)
    {
        _arrivals.Enqueue(new Waiting(clock, offset, size, isWrite, tag));
        _simulation.Schedule(_clock.Edge(Cycles.FromCount(clock)), this, Arrival);
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        if (payload == Arrival)
        {
            Waiting waiting = _arrivals.Dequeue();
            _channel.Enqueue(waiting.Clock, waiting.Offset, waiting.Size, waiting.IsWrite, waiting.Tag);
        }
        else
        {
            long now = _wakeClock;
            _wakeClock = long.MaxValue;
            _channel.Decide(now);
        }
        WakeForDecision();
    }

    private void WakeForDecision()
    {
        if (!_channel.HasWork || _channel.NextDecision >= _wakeClock) return;
        if (_wakeClock != long.MaxValue) _simulation.Cancel(_wakeUp);
        _wakeClock = _channel.NextDecision;
        _wakeUp = _simulation.Schedule(_clock.Edge(Cycles.FromCount(_wakeClock)), this, Decision, EventRank.Schedule);
    }

    private readonly record struct Waiting(long Clock, long Offset, long Size, bool IsWrite, long Tag);
}
