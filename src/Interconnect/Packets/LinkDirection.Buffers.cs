using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>Limited buffers.</summary>
/// <remarks>
/// A data packet takes a credit of its link when it starts and keeps a place at the far end until its transmission on the next
/// link has ended, or until it is delivered; the credit then needs the link's latency to come back. Acknowledgements have places of their own.
/// </remarks>
internal sealed partial class LinkDirection
{
    /// <summary>Whether the next data packet waits for a place at the far end.</summary>
    public bool IsStuck => _limited && !_busy && _queue.Count > 0 && IsBlocked();

    /// <summary>The packets that wait here, oldest first; a run counts once.</summary>
    public long[] WaitingPackets() => _queue.ToArray();

    private bool IsBlocked() => _credits == 0 && (_queue.Peek() & PacketCode.Acknowledgement) == 0;

    private void TakeCredit(long packet)
    {
        if ((packet & PacketCode.Acknowledgement) == 0) _credits--;
    }

    private void FreePlaceBehind(long packet)
    {
        int hop = PacketCode.HopOf(packet);
        if ((packet & PacketCode.Acknowledgement) == 0 && hop > 0) _network.MessageOf(packet).Path.Links[hop - 1].FreePlace();
    }

    /// <summary>A place at the far end has become free; the credit travels back.</summary>
    private void FreePlace() => _simulation.Schedule(Duration.FromPicoseconds(_latencyPs), this, CreditReturns);

    private void ReturnCredit()
    {
        _credits++;
        if (!_busy) BeginNext();
    }
}
