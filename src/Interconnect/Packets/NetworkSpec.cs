using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>A packet network: its graph and the rules that packets follow on it.</summary>
public sealed record NetworkSpec
{
    /// <summary>A label for reports.</summary>
    public required string Name { get; init; }

    /// <summary>The nodes, by number; endpoints come first, so that rank r of a collective is node r.</summary>
    public required IReadOnlyList<NodeKind> Nodes { get; init; }

    /// <summary>The links, by number; at most one between two nodes.</summary>
    public required IReadOnlyList<LinkSpec> Links { get; init; }

    /// <summary>How messages are cut into packets.</summary>
    public required PacketFormat Packet { get; init; }

    /// <summary>How sources inject.</summary>
    public InjectionSpec Injection { get; init; } = new();

    /// <summary>When a node may send a packet on.</summary>
    public Forwarding Forwarding { get; init; } = Forwarding.StoreAndForward;

    /// <summary>Packets the receiving end of a link direction can hold; zero for no limit. A sender needs a credit for each.</summary>
    public int BufferPackets { get; init; }

    /// <summary>Transmission times are rounded to the nearest multiple of this, exact halves down.</summary>
    public Duration TransmissionUnit { get; init; } = Duration.FromPicoseconds(1);

    /// <summary>Time of software at the sender before the first packet of a message can join a queue.</summary>
    public Duration SendOverhead { get; init; }

    /// <summary>Time of software at the receiver between the arrival of the last byte and the completion.</summary>
    public Duration ReceiveOverhead { get; init; }

    /// <summary>How a path is found for messages that do not bring their own.</summary>
    public Topologies.Routing Routing { get; init; } = Topologies.Routing.ShortestPath;

    /// <summary>The levels, innermost first, of a network that is a product of levels; empty for any other graph.</summary>
    public IReadOnlyList<Topologies.NetworkLevel> Levels { get; init; } = [];

    /// <summary>The same network with some of its endpoints, which follow one another, numbered first; paths are then the shortest.</summary>
    /// <param name="first">The endpoint that becomes 0.</param>
    /// <param name="count">How many follow it, itself included.</param>
    public NetworkSpec WithFirst(int first, int count)
    {
        return this with { Links = [.. Links.Select(link => link with { A = Moved(link.A), B = Moved(link.B) })], Routing = Topologies.Routing.ShortestPath, Levels = [] };

        int Moved(int node) => node >= first + count ? node : node >= first ? node - first : node + count;
    }

    /// <summary>The number of endpoints.</summary>
    public int EndpointCount => Nodes.Count(kind => kind == NodeKind.Endpoint);
}
