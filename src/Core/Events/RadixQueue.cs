using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Core.Events;

/// <summary>A monotone radix queue: levels of 256 slots by the digits of the time, and a lane per rank for the present instant.</summary>
/// <remarks>
/// <para>
/// A key whose time first differs from the origin in digit L (of eight bits, counted from the lowest) lies in level L, in the slot
/// named by that digit. The lowest occupied slot of the lowest occupied level therefore holds the next keys; when its turn comes the
/// origin moves to it and its keys move to lower levels, each at most once a level, and those due go to the lane of their rank.
/// </para>
/// <para>
/// Lists are appended at their end and spread in order into levels that are empty at that moment, and keys of equal time always
/// share a list; so equal times and ranks leave in the order they came, without a sequence number, however far the queue has grown.
/// </para>
/// </remarks>
internal sealed class RadixQueue
{
    private const int DigitBits = 8;
    private const int SlotsPerLevel = 1 << DigitBits;
    private const int LevelCount = 8;
    private const int WordsPerLevel = SlotsPerLevel / 64;
    private const int LaneCount = 64;

    private readonly KeyList[] _slots = new KeyList[LevelCount * SlotsPerLevel];
    private readonly ulong[] _occupied = new ulong[LevelCount * WordsPerLevel];
    private readonly KeyList[] _lanes = new KeyList[LaneCount];
    private readonly KeyPool _keys;
    private uint _occupiedWords;
    private ulong _occupiedLanes;
    private long _origin;

    /// <param name="capacity">Keys to hold before the pool first grows.</param>
    public RadixQueue(int capacity) => _keys = new KeyPool(capacity);

    /// <summary>Whether no key is left.</summary>
    public bool IsEmpty => _occupiedWords == 0 && _occupiedLanes == 0;

    /// <summary>The bodies of the key that is likely to be taken next and of the one after it, -1 where one look shows none; a hint.</summary>
    public void LookAhead(out int next, out int afterNext)
    {
        next = afterNext = -1;
        if (_occupiedLanes != 0)
        {
            next = _keys[_lanes[BitOperations.TrailingZeroCount(_occupiedLanes)].Head].Body;
            return;
        }
        if (_occupiedWords == 0) return;
        int word = BitOperations.TrailingZeroCount(_occupiedWords);
        ulong slots = _occupied[word];
        next = FirstBodyOf(word, slots);
        slots &= slots - 1;
        if (slots != 0) afterNext = FirstBodyOf(word, slots);
    }

    /// <summary>Moves the origin of an empty queue back, so that earlier times may be added again.</summary>
    public void Rewind(long timePs) => _origin = timePs;

    /// <summary>Adds a key; its time must not lie before the last one taken, or the last bound that was reached.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in EventKey key)
    {
        ulong difference = (ulong)(key.TimePs ^ _origin);
        if (difference == 0)
        {
            AddToLane(key);
            return;
        }
        int level = BitOperations.Log2(difference) / DigitBits;
        int slot = level * SlotsPerLevel + ((int)(key.TimePs >> (level * DigitBits)) & (SlotsPerLevel - 1));
        ref ulong word = ref _occupied[slot >> 6];
        ulong bit = 1UL << slot;
        if ((word & bit) != 0)
        {
            _keys.Append(ref _slots[slot], key);
            return;
        }
        _slots[slot] = _keys.Begin(key);
        word |= bit;
        _occupiedWords |= 1u << (slot >> 6);
    }

    /// <summary>Takes the next key if it is due no later than a time.</summary>
    public bool TryTake(long lastPs, out EventKey key)
    {
        key = default;
        while (_occupiedLanes == 0)
        {
            if (_occupiedWords == 0) return false;
            int word = BitOperations.TrailingZeroCount(_occupiedWords);
            int slot = word * 64 + BitOperations.TrailingZeroCount(_occupied[word]);
            KeyList list = _slots[slot];
            if (list.End - list.Head == 1)
            {
                key = _keys[list.Head];
                if (key.TimePs > lastPs) return false;
                Vacate(word, slot);
                _keys.DropFirst(ref list);
                _origin = key.TimePs;
                return true;
            }
            long origin = KeyPool.IsShort(list) ? _keys.EarliestOfShort(list) : BeginningOf(slot);
            if (origin > lastPs) return false;
            Vacate(word, slot);
            Spread(list, origin);
        }
        return TryTakeFromLane(lastPs, out key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FirstBodyOf(int word, ulong slots) => _keys[_slots[word * 64 + BitOperations.TrailingZeroCount(slots)].Head].Body;

    private bool TryTakeFromLane(long lastPs, out EventKey key)
    {
        int lane = BitOperations.TrailingZeroCount(_occupiedLanes);
        ref KeyList list = ref _lanes[lane];
        key = _keys[list.Head];
        if (_origin > lastPs) return false;
        if (!_keys.DropFirst(ref list)) _occupiedLanes &= ~(1UL << lane);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddToLane(in EventKey key)
    {
        ulong bit = 1UL << key.Rank;
        if ((_occupiedLanes & bit) != 0) _keys.Append(ref _lanes[key.Rank], key);
        else _lanes[key.Rank] = _keys.Begin(key);
        _occupiedLanes |= bit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Vacate(int word, int slot)
    {
        _occupied[word] &= ~(1UL << slot);
        if (_occupied[word] == 0) _occupiedWords &= ~(1u << word);
    }

    private void Spread(KeyList list, long origin)
    {
        _origin = origin;
        do Add(_keys[list.Head]);
        while (_keys.DropFirst(ref list));
    }

    /// <summary>The first instant of a slot: the origin's digits above its level, its own digit, and zeros.</summary>
    private long BeginningOf(int slot)
    {
        int shift = slot / SlotsPerLevel * DigitBits;
        long above = shift + DigitBits >= 64 ? 0 : _origin >> (shift + DigitBits) << (shift + DigitBits);
        return above | (long)(slot & (SlotsPerLevel - 1)) << shift;
    }
}
