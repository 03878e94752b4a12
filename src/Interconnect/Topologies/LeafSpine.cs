using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>Builds two-layer networks: hosts on leaves, every leaf joined with every spine.</summary>
/// <remarks>With one spine it is a tree: switches of groups under one top switch.</remarks>
/// <param name="Leaves">Leaf switches.</param>
/// <param name="HostsPerLeaf">Endpoints of each leaf; consecutive numbers.</param>
/// <param name="Spines">Spine switches.</param>
/// <param name="HostRate">Of the links of hosts.</param>
/// <param name="HostLatency">Of the links of hosts.</param>
/// <param name="SpineRate">Of the links between leaves and spines.</param>
/// <param name="SpineLatency">Of the links between leaves and spines.</param>
public sealed record LeafSpine(
    int Leaves, int HostsPerLeaf, int Spines, Bandwidth HostRate, Duration HostLatency, Bandwidth SpineRate, Duration SpineLatency)
{
    /// <summary>Builds the network; leaves follow the hosts, spines the leaves.</summary>
    public NetworkSpec Build(string name, NetworkRules rules)
    {
        int hosts = Leaves * HostsPerLeaf;
        var graph = new GraphBuilder(hosts, Leaves + Spines);
        for (int host = 0; host < hosts; host++) graph.Join(host, hosts + host / HostsPerLeaf, HostRate, HostLatency);
        for (int leaf = 0; leaf < Leaves; leaf++)
        {
            for (int spine = 0; spine < Spines; spine++) graph.Join(hosts + leaf, hosts + Leaves + spine, SpineRate, SpineLatency);
        }
        return graph.Build(name, rules, Spines > 1 ? Routing.EqualCostMultipath : Routing.ShortestPath);
    }
}
