namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>One flit in a buffer or on a wire: whose it is and whether it is the last of its packet.</summary>
/// <remarks>The first flit of a packet is known by its place: it is at the front of a channel that no packet holds.</remarks>
/// <param name="Bits">The packet's index in the pool, shifted by one, and the tail bit.</param>
internal readonly record struct Flit(int Bits)
{
    public Flit(int packet, bool isTail)
        : this(packet << 1 | (isTail ? 1 : 0))
    {
    }

    public int Packet => Bits >> 1;

    public bool IsTail => (Bits & 1) != 0;
}
