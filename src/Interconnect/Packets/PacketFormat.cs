using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>How messages are cut: every packet carries the whole payload but the last, which carries the rest.</summary>
/// <param name="Payload">The largest payload of a packet; at least one byte.</param>
/// <param name="Header">Added to the payload of every packet on every link.</param>
public sealed record PacketFormat(Bytes Payload, Bytes Header)
{
    /// <summary>Packets of a message; an empty message still sends one header.</summary>
    public long PacketsFor(Bytes message) => Math.Max(1, message.DividedIntoPiecesOf(Payload));

    /// <summary>Bytes that a message puts on every link of its path.</summary>
    public Bytes WireSizeOf(Bytes message) => message + Header * PacketsFor(message);
}
