using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>Builds networks that are products of levels: ring, chain, mesh, torus, fully connected, switch, and any nesting of them.</summary>
/// <remarks>
/// In a level, all endpoints that agree in every other coordinate are joined in the way of its kind. Two rings are a torus, two chains
/// a mesh; a switch inside a switch gives every device a second port on a rail.
/// </remarks>
public static class LevelNetwork
{
    /// <summary>Builds a network.</summary>
    /// <param name="name">Its label.</param>
    /// <param name="levels">The levels, innermost first; at least one.</param>
    /// <param name="rules">Everything but the graph.</param>
    public static NetworkSpec Build(string name, IReadOnlyList<NetworkLevel> levels, NetworkRules rules)
    {
        var layout = new LevelLayout(levels);
        var nodes = new NodeKind[layout.NodeCount];
        Array.Fill(nodes, NodeKind.Switch, layout.EndpointCount, layout.NodeCount - layout.EndpointCount);
        var links = new List<LinkSpec>();
        for (int level = 0; level < levels.Count; level++)
        {
            for (int node = 0; node < layout.EndpointCount; node++) AddLinks(layout, level, node, links);
        }
        return rules.On(name, nodes, links, Routing.DimensionOrder) with { Levels = levels };
    }

    /// <summary>The links of a level that begin at an endpoint, each once.</summary>
    private static void AddLinks(LevelLayout layout, int level, int node, List<LinkSpec> links)
    {
        NetworkLevel spec = layout.Levels[level];
        int at = layout.CoordinateOf(node, level);
        switch (spec.Kind)
        {
            case LevelKind.Switch:
                Join(layout.SwitchOf(node, level));
                break;
            case LevelKind.FullyConnected:
                for (int other = at + 1; other < spec.Size; other++) Join(layout.WithCoordinate(node, level, other));
                break;
            default:
                if (at + 1 < spec.Size) Join(layout.WithCoordinate(node, level, at + 1));
                else if (spec.Kind == LevelKind.Ring && spec.Size > 2) Join(layout.WithCoordinate(node, level, 0));
                break;
        }

        void Join(int other) => links.Add(new LinkSpec(node, other, spec.Rate, spec.Latency, spec.InPackage));
    }
}
