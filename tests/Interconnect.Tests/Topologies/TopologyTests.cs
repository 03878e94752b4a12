using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Tests.Packets;
using DeepStack.Sim.Interconnect.Topologies;

namespace DeepStack.Sim.Interconnect.Tests.Topologies;

/// <summary>Graphs and their paths.</summary>
public sealed class TopologyTests
{
    private static readonly Bandwidth Rate = Flows.BytePerNanosecond;
    private static readonly Duration Latency = Duration.FromNanoseconds(100);

    [Theory]
    [InlineData(LevelKind.Ring, 8, 8, 8)]
    [InlineData(LevelKind.Ring, 2, 2, 1)]
    [InlineData(LevelKind.Chain, 8, 8, 7)]
    [InlineData(LevelKind.FullyConnected, 8, 8, 28)]
    [InlineData(LevelKind.Switch, 8, 9, 8)]
    public void LevelHasTheNodesAndLinksOfItsKind(LevelKind kind, int size, int nodes, int links)
    {
        NetworkSpec network = LevelNetwork.Build("level", [Flows.Level(kind, size)], Flows.Rules);

        Assert.Equal(nodes, network.Nodes.Count);
        Assert.Equal(links, network.Links.Count);
    }

    [Fact]
    public void TorusGoesTheShorterWayAndUpwardsOnATie()
    {
        NetworkSpec torus = LevelNetwork.Build("torus", [Flows.Level(LevelKind.Ring, 4), Flows.Level(LevelKind.Ring, 4)], Flows.Rules);

        Assert.Equal([0, 1, 2, 6, 10], PathOf(torus, 0, 10));
        Assert.Equal([0, 3, 15], PathOf(torus, 0, 15));
    }

    [Fact]
    public void ThreeNestedLevelsAreCrossedFromTheInside()
    {
        NetworkSpec nested = LevelNetwork.Build("nested", [Flows.Level(LevelKind.Switch, 4), Flows.Level(LevelKind.FullyConnected, 3), Flows.Level(LevelKind.Ring, 2)], Flows.Rules);

        Assert.Equal(24, nested.EndpointCount);
        Assert.Equal([0, 24, 3, 11, 23], PathOf(nested, 0, 23));
    }

    [Fact]
    public void DeadLinkIsRoutedAround()
    {
        NetworkSpec mesh = LevelNetwork.Build("mesh", [Flows.Level(LevelKind.Chain, 3), Flows.Level(LevelKind.Chain, 3)], Flows.Rules);
        NetworkSpec broken = mesh with { Links = [.. mesh.Links.Where(l => (l.A, l.B) is not (0, 1))] };

        Assert.Equal([0, 1, 2], PathOf(mesh, 0, 2));
        Assert.Equal([0, 3, 4, 1, 2], PathOf(broken, 0, 2));
    }

    [Fact]
    public void EqualCostMultipathSharesTheSpinesOut()
    {
        NetworkSpec leafSpine = new LeafSpine(2, 4, 4, Rate, Latency, Rate, Latency).Build("leaf-spine", Flows.Rules);
        var network = new PacketNetwork(new Simulation(), leafSpine);

        int[] spines = [.. Enumerable.Range(0, 400).Select(message => network.RouteBetween(0, 5, message).Nodes[2])];

        Assert.All(Enumerable.Range(10, 4), spine => Assert.InRange(spines.Count(s => s == spine), 60, 140));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void FatTreeHasItsHostsAndNoPathLongerThanSixLinks(int ports)
    {
        NetworkSpec tree = new FatTree(ports, Rate, Latency).Build("fat-tree", Flows.Rules);
        var network = new PacketNetwork(new Simulation(), tree);

        Assert.Equal(ports * ports * ports / 4, tree.EndpointCount);
        Assert.Equal(6, Enumerable.Range(1, tree.EndpointCount - 1).Max(host => network.RouteBetween(0, host).Nodes.Count - 1));
    }

    [Fact]
    public void DragonflyCrossesAtMostOneLinkBetweenGroups()
    {
        NetworkSpec dragonfly = new Dragonfly(5, 4, 2, Rate, Latency, Rate, Latency * 5).Build("dragonfly", Flows.Rules);
        var network = new PacketNetwork(new Simulation(), dragonfly);

        Assert.Equal(40, dragonfly.EndpointCount);
        Assert.Equal(5, Enumerable.Range(1, 39).Max(host => network.RouteBetween(0, host).Nodes.Count - 1));
    }

    private static IReadOnlyList<int> PathOf(NetworkSpec spec, int source, int destination) =>
        new PacketNetwork(new Simulation(), spec).RouteBetween(source, destination).Nodes;
}
