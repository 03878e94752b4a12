namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>A packet as one number, which travels as the payload of events and lies in queues; nothing is allocated per packet.</summary>
/// <remarks>From the lowest bit: acknowledgement, last of its message, run, thirteen bits of hop, then the slot of the message.</remarks>
internal static class PacketCode
{
    /// <summary>Answers a data packet and travels against the path.</summary>
    public const long Acknowledgement = 1;

    /// <summary>The last data packet of its message.</summary>
    public const long Last = 2;

    /// <summary>In a queue only: stands for as many packets as the message's run still has.</summary>
    public const long Run = 4;

    /// <summary>What a packet gains when it goes on to the next link of its path.</summary>
    public const long OneHop = 8;

    /// <summary>The longest path in links.</summary>
    public const int MaxHops = 1 << 13;

    private const int HopShift = 3;
    private const int SlotShift = 16;

    /// <summary>The first data packet's code at the first link.</summary>
    public static long At(int slot) => (long)slot << SlotShift;

    /// <summary>The answer of a path's far end.</summary>
    public static long AcknowledgementAt(int slot, int lastHop) => At(slot) | (long)lastHop << HopShift | Acknowledgement;

    /// <summary>The slot of the message.</summary>
    public static int SlotOf(long packet) => (int)(packet >> SlotShift);

    /// <summary>Which link of the message's path the packet is on.</summary>
    public static int HopOf(long packet) => (int)(packet >> HopShift) & (MaxHops - 1);

    /// <summary>Whether the packet is data at the first link of its path.</summary>
    public static bool IsLocal(long packet) => (packet & ((MaxHops - 1) << HopShift | Acknowledgement)) == 0;
}
