using System.Numerics;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Requests that wait for a place in their bank's queue, kept bank by bank in order of arrival.</summary>
internal sealed class WaitingRoom
{
    private readonly RequestPool _pool;
    private readonly int[] _head;
    private readonly int[] _tail;
    private ulong _waiting;

    /// <param name="pool">Where the requests live.</param>
    /// <param name="banks">Banks of the channel, at most 64.</param>
    public WaitingRoom(RequestPool pool, int banks)
    {
        _pool = pool;
        _head = new int[banks];
        _tail = new int[banks];
        Array.Fill(_head, -1);
    }

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Appends a request.</summary>
    public void Add(int entry)
    {
        int bank = _pool.Bank[entry];
        _pool.Next[entry] = -1;
        if (_head[bank] < 0) _head[bank] = entry;
        else _pool.Next[_tail[bank]] = entry;
        _tail[bank] = entry;
        _waiting |= 1UL << bank;
        Count++;
    }

    /// <summary>Takes out the oldest request of its bank.</summary>
    public void Remove(int entry)
    {
        int bank = _pool.Bank[entry];
        _head[bank] = _pool.Next[entry];
        if (_head[bank] < 0) _waiting &= ~(1UL << bank);
        Count--;
    }

    /// <summary>The oldest request of some banks; -1 if there is none.</summary>
    public int OldestAmong(ulong banks)
    {
        int best = -1;
        for (ulong left = _waiting & banks; left != 0; left &= left - 1)
        {
            int entry = _head[BitOperations.TrailingZeroCount(left)];
            if (best < 0 || _pool.Order[entry] < _pool.Order[best]) best = entry;
        }
        return best;
    }

    /// <summary>Finds the request for one access; -1 if there is none.</summary>
    public int Find(in DramLocation location)
    {
        int entry = _head[location.Bank];
        while (entry >= 0 && (_pool.Row[entry] != location.Row || _pool.Column[entry] != location.Column)) entry = _pool.Next[entry];
        return entry;
    }
}
