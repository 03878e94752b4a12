namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>Learns of the packets that a <see cref="NocFabric"/> has delivered.</summary>
public interface IPacketListener
{
    /// <summary>A packet's last flit has arrived at its endpoint, in the cycle the fabric is at.</summary>
    void Delivered(in NocPacket packet);
}
