using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>What is on the wires: one list per cycle ahead, in a ring longer than the longest wire.</summary>
internal sealed class WireWheel
{
    private readonly WireEvent[][] _slots;
    private readonly int[] _counts;
    private readonly int _mask;

    /// <param name="longestDelay">The most cycles anything spends on a wire.</param>
    public WireWheel(long longestDelay)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((ulong)longestDelay + 1);
        _mask = size - 1;
        _slots = new WireEvent[size][];
        for (int i = 0; i < size; i++) _slots[i] = new WireEvent[4];
        _counts = new int[size];
    }

    /// <summary>Arrivals still to come.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an arrival; its cycle lies ahead, by no more than the longest delay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long cycle, WireEvent arrival)
    {
        int slot = (int)cycle & _mask;
        int count = _counts[slot];
        WireEvent[] list = _slots[slot];
        if (count == list.Length) Array.Resize(ref _slots[slot], count * 2);
        _slots[slot][count] = arrival;
        _counts[slot] = count + 1;
        Count++;
    }

    /// <summary>Takes all arrivals of a cycle; the span is valid until something is added a full turn later.</summary>
    public ReadOnlySpan<WireEvent> Take(long cycle)
    {
        int slot = (int)cycle & _mask;
        int count = _counts[slot];
        _counts[slot] = 0;
        Count -= count;
        return _slots[slot].AsSpan(0, count);
    }

    /// <summary>The first cycle from a given one on that has an arrival; there must be one.</summary>
    public long NextFrom(long cycle)
    {
        while (_counts[(int)cycle & _mask] == 0) cycle++;
        return cycle;
    }
}
