using System.Numerics;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>The default event list: a monotone radix queue of 64-way levels with a lane per rank for the present instant.</summary>
/// <remarks>
/// <para>
/// An event whose time differs from the last one run first in its L-th group of six bits (from the top) lies in level L, in the slot
/// named by those bits. Only the lowest occupied slot can hold the next event; when it is reached its events move to lower
/// levels, each at most once a level, and those that are due go to the lane of their rank.
/// </para>
/// <para>
/// Lists are appended at their tail and spread in order, and a level below the one being spread is empty at that moment, so equal
/// times and ranks run in insertion order without a sequence number, however far the queue has grown. Events live in one pooled
/// array of nodes; nothing is allocated once the pool has reached its size.
/// </para>
/// <para>A cancelled event keeps its node until its slot is next spread or reached.</para>
/// </remarks>
public sealed class RadixEventList : IEventList
{
    private const int BitsPerLevel = 6;
    private const int SlotsPerLevel = 1 << BitsPerLevel;
    private const int LevelCount = 11;
    private const int None = -1;

    private readonly ListEnds[] _slots = new ListEnds[LevelCount * SlotsPerLevel];
    private readonly ulong[] _occupied = new ulong[LevelCount];
    private readonly ListEnds[] _lanes = new ListEnds[SlotsPerLevel];
    private ulong _occupiedLanes;
    private uint _occupiedLevels;
    private Node[] _nodes;
    private int _firstFree;
    private long _origin;
    private long _nowPs;
    private int _live;
    private long _processed;
    private bool _stopping;

    /// <param name="capacity">Pending events to hold before the pool first grows.</param>
    public RadixEventList(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _nodes = new Node[capacity];
        LinkFreeNodes(0);
    }

    /// <inheritdoc/>
    public string Name => "radix";

    /// <inheritdoc/>
    public SimTime Now => SimTime.FromPicoseconds(_nowPs);

    /// <inheritdoc/>
    public int PendingCount => _live;

    /// <inheritdoc/>
    public long ProcessedCount => _processed;

    /// <inheritdoc/>
    public EventId Schedule(SimTime time, EventRank rank, IEventHandler handler, long payload)
    {
        ArgumentNullException.ThrowIfNull(handler);
        long timePs = time.Picoseconds;
        if (timePs < _nowPs || (byte)rank >= SlotsPerLevel) ThrowUnschedulable(time, rank);

        int index = _firstFree;
        if (index == None) index = Grow();
        ref Node node = ref _nodes[index];
        _firstFree = node.Next;
        node.TimePs = timePs;
        node.Handler = handler;
        node.Payload = payload;
        node.Rank = (byte)rank;
        _live++;
        Place(ref node, index);
        return new EventId(index, node.Generation);
    }

    /// <inheritdoc/>
    public bool Cancel(EventId id)
    {
        if ((uint)id.Slot >= (uint)_nodes.Length) return false;
        ref Node node = ref _nodes[id.Slot];
        if (node.Generation != id.Generation || node.Handler is null) return false;
        node.Handler = null;
        _live--;
        return true;
    }

    /// <inheritdoc/>
    public void RunUntil(SimTime bound)
    {
        if (bound.Picoseconds <= _nowPs) return;
        RunThrough(bound.Picoseconds - 1);
        if (!_stopping) _nowPs = bound.Picoseconds;
    }

    /// <inheritdoc/>
    public void RunToEnd() => RunThrough(long.MaxValue);

    /// <inheritdoc/>
    public void Stop() => _stopping = true;

    private void RunThrough(long lastPs)
    {
        _stopping = false;
        while (!_stopping)
        {
            int index = _occupiedLanes != 0 ? TakeFromLane(lastPs) : TakeNext(lastPs);
            if (index == None) break;
            if (index >= 0) Run(index);
        }
        // A cancelled last event has moved the origin beyond the clock, and new events may lie between.
        if (_live == 0 && (_occupiedLevels | _occupiedLanes) == 0) _origin = _nowPs;
    }

    private void Run(int index)
    {
        ref Node node = ref _nodes[index];
        IEventHandler? handler = node.Handler;
        long payload = node.Payload;
        Free(ref node, index);
        if (handler is null) return;
        _nowPs = _origin;
        _live--;
        _processed++;
        handler.Handle(payload);
    }

    private int TakeFromLane(long lastPs)
    {
        if (_origin > lastPs) return None;
        int lane = BitOperations.TrailingZeroCount(_occupiedLanes);
        ref ListEnds ends = ref _lanes[lane];
        int index = ends.Head;
        if (index == ends.Tail) _occupiedLanes &= ~(1UL << lane);
        else ends.Head = _nodes[index].Next;
        return index;
    }

    /// <summary>Takes the only event of the lowest slot, or spreads that slot and lets the loop look again.</summary>
    /// <returns>A node; <see cref="None"/> if nothing is due by then; a smaller number if the loop must look again.</returns>
    private int TakeNext(long lastPs)
    {
        const int LookAgain = None - 1;
        if (_occupiedLevels == 0) return None;
        int level = BitOperations.TrailingZeroCount(_occupiedLevels);
        int slot = BitOperations.TrailingZeroCount(_occupied[level]);
        ListEnds ends = _slots[level * SlotsPerLevel + slot];
        if (ends.Head != ends.Tail)
        {
            long earliest = EarliestIn(ends);
            if (earliest > lastPs) return None;
            Vacate(level, slot);
            Spread(ends, earliest);
            return LookAgain;
        }
        ref Node only = ref _nodes[ends.Head];
        if (only.TimePs > lastPs) return None;
        Vacate(level, slot);
        _origin = only.TimePs;
        return ends.Head;
    }

    private void Vacate(int level, int slot)
    {
        _occupied[level] &= ~(1UL << slot);
        if (_occupied[level] == 0) _occupiedLevels &= ~(1u << level);
    }

    private long EarliestIn(ListEnds ends)
    {
        long earliest = long.MaxValue;
        for (int index = ends.Head; ; index = _nodes[index].Next)
        {
            earliest = Math.Min(earliest, _nodes[index].TimePs);
            if (index == ends.Tail) return earliest;
        }
    }

    private void Spread(ListEnds ends, long origin)
    {
        _origin = origin;
        int index = ends.Head;
        while (true)
        {
            ref Node node = ref _nodes[index];
            int next = node.Next;
            if (node.Handler is null) Free(ref node, index);
            else Place(ref node, index);
            if (index == ends.Tail) return;
            index = next;
        }
    }

    private void Place(ref Node node, int index)
    {
        ulong difference = (ulong)(node.TimePs ^ _origin);
        if (difference == 0)
        {
            Append(ref _lanes[node.Rank], (_occupiedLanes >> node.Rank & 1) == 0, index);
            _occupiedLanes |= 1UL << node.Rank;
            return;
        }
        int level = BitOperations.Log2(difference) / BitsPerLevel;
        int slot = (int)(node.TimePs >> (level * BitsPerLevel)) & (SlotsPerLevel - 1);
        ref ulong occupied = ref _occupied[level];
        Append(ref _slots[level * SlotsPerLevel + slot], (occupied >> slot & 1) == 0, index);
        occupied |= 1UL << slot;
        _occupiedLevels |= 1u << level;
    }

    private void Append(ref ListEnds ends, bool empty, int index)
    {
        if (empty) ends.Head = index;
        else _nodes[ends.Tail].Next = index;
        ends.Tail = index;
    }

    private void Free(ref Node node, int index)
    {
        node.Handler = null;
        if (++node.Generation == 0) node.Generation = 1;
        node.Next = _firstFree;
        _firstFree = index;
    }

    private int Grow()
    {
        int oldLength = _nodes.Length;
        Array.Resize(ref _nodes, checked(oldLength * 2));
        LinkFreeNodes(oldLength);
        return oldLength;
    }

    private void LinkFreeNodes(int from)
    {
        for (int i = from; i < _nodes.Length; i++)
        {
            _nodes[i].Generation = 1;
            _nodes[i].Next = i + 1 < _nodes.Length ? i + 1 : None;
        }
        _firstFree = from;
    }

    private void ThrowUnschedulable(SimTime time, EventRank rank)
    {
        if ((byte)rank >= SlotsPerLevel) throw new ArgumentOutOfRangeException(nameof(rank), rank, "A rank lies between 0 and 63.");
        throw new ArgumentOutOfRangeException(nameof(time), time, $"An event cannot be scheduled before the present instant {Now}.");
    }

    private struct Node
    {
        public IEventHandler? Handler;
        public long TimePs;
        public long Payload;
        public int Next;
        public uint Generation;
        public byte Rank;
    }

    private struct ListEnds
    {
        public int Head;
        public int Tail;
    }
}
