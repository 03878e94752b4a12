namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>Cut-through: a packet is sent on when its header is here, and its transmission lasts at least until its tail is here.</summary>
/// <remarks>
/// On a link that is faster than the one before, the transmitter is held until the tail has come in, so that no link ever lacks bytes and no
/// faster link makes anything later. Every queue has its tails beside it; a packet that begins here is here whole.
/// </remarks>
internal sealed partial class LinkDirection
{
    private readonly long _headerPs;
    private PacketRing _tails = new(16);
    private PacketRing _acknowledgementTails = new(16);
    private PacketRing _tailsOnWire = new(16);

    /// <summary>When the far end can do something with the packet: at its header, or at its tail where it stays.</summary>
    private long HeadPs(long packet, long nowPs, long endPs)
    {
        int hop = PacketCode.HopOf(packet);
        bool stays = (packet & PacketCode.Acknowledgement) != 0 ? hop == 0 : hop + 1 == _network.MessageOf(packet).Path.Links.Length;
        return stays ? endPs : Math.Min(nowPs + _headerPs, endPs);
    }

    /// <summary>The tail of the packet just taken; a run keeps its place, for all its packets are here.</summary>
    private long TakeTail() => _queue.Count < _tails.Count ? _tails.Dequeue() : 0;
}
