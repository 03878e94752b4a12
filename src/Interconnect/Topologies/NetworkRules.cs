using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>What a network needs beside its graph: packets, injection, forwarding, software.</summary>
/// <param name="Packet">How messages are cut.</param>
public sealed record NetworkRules(PacketFormat Packet)
{
    /// <summary>How sources inject.</summary>
    public InjectionSpec Injection { get; init; } = new();

    /// <summary>When a node may send a packet on.</summary>
    public Forwarding Forwarding { get; init; } = Forwarding.StoreAndForward;

    /// <summary>Packets the receiving end of a link direction can hold; zero for no limit.</summary>
    public int BufferPackets { get; init; }

    /// <summary>Transmission times are rounded to the nearest multiple of this.</summary>
    public Duration TransmissionUnit { get; init; } = Duration.FromPicoseconds(1);

    /// <summary>Time of software at the sender.</summary>
    public Duration SendOverhead { get; init; }

    /// <summary>Time of software at the receiver.</summary>
    public Duration ReceiveOverhead { get; init; }

    /// <summary>A network of these rules on a graph.</summary>
    internal NetworkSpec On(string name, IReadOnlyList<NodeKind> nodes, IReadOnlyList<LinkSpec> links, Routing routing) => new()
    {
        Name = name,
        Nodes = nodes,
        Links = links,
        Packet = Packet,
        Injection = Injection,
        Forwarding = Forwarding,
        BufferPackets = BufferPackets,
        TransmissionUnit = TransmissionUnit,
        SendOverhead = SendOverhead,
        ReceiveOverhead = ReceiveOverhead,
        Routing = routing,
    };
}
