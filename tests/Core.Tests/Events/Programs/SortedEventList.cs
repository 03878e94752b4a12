using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Events.Programs;

/// <summary>The reference: a list kept in order by (time, rank, insertion), slow and plainly right.</summary>
internal sealed class SortedEventList : IEventList
{
    private readonly List<Entry> _entries = [];
    private uint _inserted;
    private bool _stopping;

    public string Name => "sorted";

    public SimTime Now { get; private set; }

    public int PendingCount => _entries.Count;

    public long ProcessedCount { get; private set; }

    public EventId Schedule(SimTime time, EventRank rank, IEventHandler handler, long payload)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Now);
        var entry = new Entry(time, rank, ++_inserted, handler, payload);
        int at = _entries.Count;
        while (at > 0 && IsBefore(entry, _entries[at - 1])) at--;
        _entries.Insert(at, entry);
        return new EventId(0, entry.Sequence);
    }

    public bool Cancel(EventId id) => id != EventId.None && _entries.RemoveAll(e => e.Sequence == id.Generation) > 0;

    public void RunUntil(SimTime bound)
    {
        if (bound <= Now) return;
        Run(entry => entry.Time < bound);
        if (!_stopping) Now = bound;
    }

    public void RunToEnd() => Run(_ => true);

    public void Stop() => _stopping = true;

    private void Run(Predicate<Entry> isDue)
    {
        _stopping = false;
        while (!_stopping && _entries.Count > 0 && isDue(_entries[0]))
        {
            Entry entry = _entries[0];
            _entries.RemoveAt(0);
            Now = entry.Time;
            ProcessedCount++;
            entry.Handler.Handle(entry.Payload);
        }
    }

    private static bool IsBefore(Entry left, Entry right) =>
        (left.Time.Picoseconds, (int)left.Rank, left.Sequence).CompareTo((right.Time.Picoseconds, (int)right.Rank, right.Sequence)) < 0;

    private sealed record Entry(SimTime Time, EventRank Rank, uint Sequence, IEventHandler Handler, long Payload);
}
