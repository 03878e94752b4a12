using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>The paths of one network, each found once.</summary>
internal sealed class RouteTable
{
    private readonly NetworkSpec _spec;
    private readonly Dictionary<(int From, int To), LinkDirection> _links = [];
    private readonly Dictionary<(int Source, int Destination), Route> _routes = [];
    private readonly ShortestPaths _shortest;
    private readonly LevelPaths? _levels;
    private int _salt;

    public RouteTable(NetworkSpec spec, LinkDirection[] links)
    {
        _spec = spec;
        foreach (LinkDirection link in links) _links[(link.From, link.To)] = link;
        _shortest = new ShortestPaths(spec);
        _levels = spec.Routing == Routing.DimensionOrder ? new LevelPaths(spec.Levels) : null;
    }

    /// <summary>The number of the next message, by which equal-cost paths are shared out.</summary>
    public int NextSalt() => _spec.Routing == Routing.EqualCostMultipath ? _salt++ : 0;

    public Route Between(int source, int destination, int salt)
    {
        if (_spec.Routing == Routing.EqualCostMultipath) return Along(_shortest.Multipath(source, destination, salt));
        if (_routes.TryGetValue((source, destination), out Route? known)) return known;
        IReadOnlyList<int>? nodes = _levels?.Between(source, destination);
        Route route = Along(nodes is not null && IsWhole(nodes) ? nodes : _shortest.Between(source, destination));
        _routes.Add((source, destination), route);
        return route;
    }

    public Route Along(IReadOnlyList<int> nodes)
    {
        if (nodes.Count == 0) throw new ArgumentException("A path has at least one node.", nameof(nodes));
        if (nodes.Count > PacketCode.MaxHops) throw new ArgumentException($"A path has at most {PacketCode.MaxHops} nodes.", nameof(nodes));
        var links = new LinkDirection[nodes.Count - 1];
        for (int i = 0; i < links.Length; i++)
        {
            if (!_links.TryGetValue((nodes[i], nodes[i + 1]), out LinkDirection? link))
                throw new ArgumentException($"Nodes {nodes[i]} and {nodes[i + 1]} are not linked.", nameof(nodes));
            links[i] = link;
        }
        return new Route(nodes, links);
    }

    /// <summary>Whether every link of a path is there; after a failure one may not be.</summary>
    private bool IsWhole(IReadOnlyList<int> nodes)
    {
        for (int i = 0; i + 1 < nodes.Count; i++)
        {
            if (!_links.ContainsKey((nodes[i], nodes[i + 1]))) return false;
        }
        return true;
    }
}
