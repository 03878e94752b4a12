using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>Collects the links of a graph whose endpoints come first.</summary>
internal sealed class GraphBuilder
{
    private readonly NodeKind[] _nodes;
    private readonly List<LinkSpec> _links = [];

    public GraphBuilder(int endpoints, int switches)
    {
        _nodes = new NodeKind[endpoints + switches];
        Array.Fill(_nodes, NodeKind.Switch, endpoints, switches);
    }

    public void Join(int a, int b, Bandwidth rate, Duration latency, bool inPackage = false) => _links.Add(new LinkSpec(a, b, rate, latency, inPackage));

    public NetworkSpec Build(string name, NetworkRules rules, Routing routing) => rules.On(name, _nodes, _links, routing);
}
