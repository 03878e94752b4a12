namespace DeepStack.Sim.Interconnect.Noc.Bulk;

/// <summary>Some packets of one message that move as one.</summary>
internal struct BulkGroup
{
    /// <summary>Destination and routing choices; its length is that of all packets together.</summary>
    public NocPacket Packet;

    /// <summary>The router its head has reached, or <see cref="Delivered"/>.</summary>
    public int Router;

    /// <summary>The cycle in which its last flit is there.</summary>
    public long TailAt;

    /// <summary>The next free place in the pool.</summary>
    public int Next;

    /// <summary>Stands for a router where the endpoint has been reached.</summary>
    public const int Delivered = -1;
}
