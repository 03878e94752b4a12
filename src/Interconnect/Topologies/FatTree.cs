using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>Builds the three-layer fat tree of switches with k ports: k pods of k/2 edge and k/2 aggregation switches, (k/2)^2 core switches, k^3/4 hosts.</summary>
/// <remarks>Al-Fares, Loukissas and Vahdat, "A scalable, commodity data center network architecture", 2008. Every link is equal.</remarks>
/// <param name="Ports">Ports of every switch; even.</param>
/// <param name="Rate">Of every link.</param>
/// <param name="Latency">Of every link.</param>
public sealed record FatTree(int Ports, Bandwidth Rate, Duration Latency)
{
    /// <summary>Builds the network; edge switches follow the hosts, then aggregation, then core.</summary>
    public NetworkSpec Build(string name, NetworkRules rules)
    {
        int half = Ports / 2, hosts = Ports * half * half, edge = hosts, aggregation = edge + Ports * half, core = aggregation + Ports * half;
        var graph = new GraphBuilder(hosts, 2 * Ports * half + half * half);
        for (int host = 0; host < hosts; host++) graph.Join(host, edge + host / half, Rate, Latency);
        for (int pod = 0; pod < Ports; pod++)
        {
            for (int up = 0; up < half; up++)
            {
                for (int i = 0; i < half; i++) graph.Join(edge + pod * half + i, aggregation + pod * half + up, Rate, Latency);
                for (int i = 0; i < half; i++) graph.Join(aggregation + pod * half + up, core + up * half + i, Rate, Latency);
            }
        }
        return graph.Build(name, rules, Routing.EqualCostMultipath);
    }
}
