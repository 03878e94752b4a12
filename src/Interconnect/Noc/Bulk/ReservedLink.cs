using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc.Bulk;

/// <summary>One direction of a link, held by one group after the other.</summary>
internal struct ReservedLink
{
    private readonly int _cyclesPerFlit;
    private readonly int _crossingCycles;
    private long _freeAt;
    private long _lastMessage;

    /// <param name="link">The link.</param>
    /// <param name="crossing">From winning its sender's switch to the far end.</param>
    public ReservedLink(NocLink link, Cycles crossing)
    {
        _cyclesPerFlit = link.CyclesPerFlit;
        _crossingCycles = (int)crossing.Count;
    }

    /// <summary>Flits sent so far.</summary>
    public long FlitsSent { get; private set; }

    /// <summary>The first cycle in which it takes another group.</summary>
    public readonly long FreeAt => _freeAt;

    /// <summary>Sends a group, at once or after those before it.</summary>
    /// <param name="readyAt">The first cycle in which its head could win the switch.</param>
    /// <param name="tailAt">When its last flit is at the sender.</param>
    /// <param name="flits">Its length.</param>
    /// <param name="message">Whose it is.</param>
    /// <param name="waited">Whether it had to wait for another message.</param>
    /// <returns>When head and last flit are at the far end.</returns>
    public (long Head, long Tail) Send(long readyAt, long tailAt, int flits, long message, out bool waited)
    {
        long start = Math.Max(readyAt, _freeAt);
        waited = start > readyAt && message != _lastMessage;
        _lastMessage = message;
        _freeAt = start + (long)flits * _cyclesPerFlit;
        FlitsSent += flits;
        long last = Math.Max(start + (flits - 1L) * _cyclesPerFlit, tailAt);
        return (start + _crossingCycles, last + _crossingCycles);
    }
}
