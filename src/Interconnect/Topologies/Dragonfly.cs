using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>Builds a dragonfly: groups of fully connected routers, and one link between every two groups.</summary>
/// <remarks>Kim, Dally, Scott and Abts, "Technology-driven, highly-scalable dragonfly topology", 2008. The links between groups are dealt out to the routers of a group in turn.</remarks>
/// <param name="Groups">How many groups there are.</param>
/// <param name="Routers">Routers of each group.</param>
/// <param name="HostsPerRouter">Endpoints of each router.</param>
/// <param name="LocalRate">Of the links of hosts and inside a group.</param>
/// <param name="LocalLatency">Of the links of hosts and inside a group.</param>
/// <param name="GlobalRate">Of the links between groups.</param>
/// <param name="GlobalLatency">Of the links between groups.</param>
public sealed record Dragonfly(
    int Groups, int Routers, int HostsPerRouter, Bandwidth LocalRate, Duration LocalLatency, Bandwidth GlobalRate, Duration GlobalLatency)
{
    /// <summary>Builds the network; routers follow the hosts, group by group.</summary>
    public NetworkSpec Build(string name, NetworkRules rules)
    {
        int hosts = Groups * Routers * HostsPerRouter;
        var graph = new GraphBuilder(hosts, Groups * Routers);
        for (int host = 0; host < hosts; host++) graph.Join(host, hosts + host / HostsPerRouter, LocalRate, LocalLatency);
        for (int router = 0; router < Groups * Routers; router++)
        {
            for (int other = router % Routers + 1; other < Routers; other++)
                graph.Join(hosts + router, hosts + router / Routers * Routers + other, LocalRate, LocalLatency);
        }
        for (int group = 0; group < Groups; group++)
        {
            for (int other = group + 1; other < Groups; other++) graph.Join(RouterTowards(group, other), RouterTowards(other, group), GlobalRate, GlobalLatency);
        }
        return graph.Build(name, rules, Routing.EqualCostMultipath);

        int RouterTowards(int group, int other) => hosts + group * Routers + (other - group + Groups - 1) % Groups % Routers;
    }
}
