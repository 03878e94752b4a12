namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>A path through a network, found once and used by many messages.</summary>
public sealed class Route
{
    internal static readonly Route Nowhere = new([], []);

    internal Route(IReadOnlyList<int> nodes, LinkDirection[] links)
    {
        Nodes = nodes;
        Links = links;
    }

    /// <summary>The nodes from source to destination; a single one where a node sends to itself.</summary>
    public IReadOnlyList<int> Nodes { get; }

    internal LinkDirection[] Links { get; }
}
