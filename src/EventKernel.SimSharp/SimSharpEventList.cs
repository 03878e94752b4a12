using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using Kernel = global::SimSharp;

namespace DeepStack.Sim.EventKernel.SimSharp;

/// <summary>The kernel seam over the SimSharp package: the same order of events, to the last picosecond.</summary>
/// <remarks>
/// <para>One tick of SimSharp's clock, 100 ns to it, is read as one picosecond; so a run ends after 36.5 days of simulated time.</para>
/// <para>
/// SimSharp cannot withdraw an event: a cancelled one stays in its queue and does nothing. Its queue must not grow, or ties lose their
/// order: when it is full, a world with a larger queue takes over all live events in the order they were scheduled.
/// </para>
/// </remarks>
public sealed class SimSharpEventList : IEventList
{
    private const int HighestRank = (int)EventRank.Last;
    private const int BeforeEveryRank = -1;

    private readonly List<PendingEvent?> _slots = [];
    private readonly List<uint> _generations = [];
    private readonly Stack<int> _freeSlots = new();
    private PresizedSimulation _world;
    private int _capacity;
    private int _queued;
    private int _live;
    private long _nowPs;
    private long _sequence;
    private long _processed;
    private bool _stopping;
    private Bound? _bound;

    /// <param name="capacity">Places in SimSharp's queue before a larger one takes over.</param>
    public SimSharpEventList(int capacity = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _world = new PresizedSimulation(DateTime.MinValue, capacity);
    }

    /// <inheritdoc/>
    public string Name => "SimSharp";

    /// <inheritdoc/>
    public SimTime Now => SimTime.FromPicoseconds(_nowPs);

    /// <inheritdoc/>
    public int PendingCount => _live;

    /// <inheritdoc/>
    public long ProcessedCount => _processed;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The time lies in the past, or beyond the 36.5 days that SimSharp's clock can hold.</exception>
    public EventId Schedule(SimTime time, EventRank rank, IEventHandler handler, long payload)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if ((int)rank > HighestRank) throw new ArgumentOutOfRangeException(nameof(rank), rank, "A rank lies between 0 and 63.");
        if (time.Picoseconds < _nowPs) throw new ArgumentOutOfRangeException(nameof(time), time, $"An event cannot be scheduled before the present instant {Now}.");
        RefuseBeyondHorizon(time);
        int slot = TakeSlot();
        var pending = new PendingEvent(this)
        {
            Handler = handler,
            Payload = payload,
            TimePs = time.Picoseconds,
            Priority = (int)rank,
            Sequence = _sequence++,
            Slot = slot,
        };
        EnsurePlace();
        _slots[slot] = pending;
        _live++;
        Enqueue(pending.TimePs, pending.Priority, pending.Due);
        return new EventId(slot, _generations[slot]);
    }

    /// <inheritdoc/>
    public bool Cancel(EventId id)
    {
        if ((uint)id.Slot >= (uint)_slots.Count || _generations[id.Slot] != id.Generation || _slots[id.Slot] is not { } pending) return false;
        pending.Handler = null;
        FreeSlot(id.Slot);
        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The bound lies beyond the 36.5 days that SimSharp's clock can hold.</exception>
    public void RunUntil(SimTime bound)
    {
        if (bound.Picoseconds <= _nowPs) return;
        RefuseBeyondHorizon(bound);
        EnsurePlace();
        _bound = new Bound(this, bound.Picoseconds);
        Enqueue(bound.Picoseconds, BeforeEveryRank, _bound.Reached);
        try
        {
            _stopping = false;
            while (!_stopping && _bound is not null) _world.Step();
        }
        finally
        {
            _bound = null;
        }
    }

    /// <inheritdoc/>
    public void RunToEnd()
    {
        _stopping = false;
        while (!_stopping && _live > 0) _world.Step();
    }

    /// <inheritdoc/>
    public void Stop() => _stopping = true;

    /// <summary>Acts on an event that SimSharp has reached; nothing happens if it was cancelled.</summary>
    internal void Run(PendingEvent pending)
    {
        _queued--;
        if (pending.Handler is not { } handler) return;
        _nowPs = pending.TimePs;
        FreeSlot(pending.Slot);
        _processed++;
        handler.Handle(pending.Payload);
    }

    private void Enqueue(long timePs, int priority, Action due)
    {
        TimeSpan delay = TimeSpan.FromTicks(timePs - _world.Now.Ticks);
        new Kernel.Timeout(_world, delay, priority: priority).AddCallback(_ => due());
        _queued++;
    }

    /// <summary>Moves to a world with a larger queue if the present one has no place left.</summary>
    private void EnsurePlace()
    {
        if (_queued < _capacity) return;
        if (_live >= _capacity / 2) _capacity = checked(_capacity * 2);
        _world = new PresizedSimulation(new DateTime(_nowPs), _capacity);
        _queued = 0;
        foreach (PendingEvent pending in _slots.OfType<PendingEvent>().OrderBy(p => p.Sequence))
            Enqueue(pending.TimePs, pending.Priority, pending.Due);
        if (_bound is { } bound) Enqueue(bound.TimePs, BeforeEveryRank, bound.Reached);
    }

    private int TakeSlot()
    {
        if (_freeSlots.TryPop(out int slot)) return slot;
        _slots.Add(null);
        _generations.Add(1);
        return _slots.Count - 1;
    }

    private void FreeSlot(int slot)
    {
        _live--;
        _slots[slot] = null;
        _generations[slot] = _generations[slot] == uint.MaxValue ? 1 : _generations[slot] + 1;
        _freeSlots.Push(slot);
    }

    private static void RefuseBeyondHorizon(SimTime time)
    {
        if (time.Picoseconds > DateTime.MaxValue.Ticks)
            throw new ArgumentOutOfRangeException(nameof(time), time, $"SimSharp's clock ends at {SimTime.FromPicoseconds(DateTime.MaxValue.Ticks).Seconds / 86_400:F1} days of simulated time; use the default kernel.");
    }

    /// <summary>The end of one run, in the queue before all events of its instant; one left behind by a stopped run does nothing.</summary>
    private sealed class Bound(SimSharpEventList owner, long timePs)
    {
        public long TimePs => timePs;

        public void Reached()
        {
            owner._queued--;
            if (owner._bound != this) return;
            owner._bound = null;
            owner._nowPs = timePs;
        }
    }
}
