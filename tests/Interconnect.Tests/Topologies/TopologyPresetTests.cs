using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Tests.Topologies;

/// <summary>The topologies and links that ship.</summary>
public sealed class TopologyPresetTests
{
    public static TheoryData<string> Names => [.. PresetLibrary.NamesOf(TopologyPreset.Kind)];

    public static TheoryData<string> LinkNames => [.. PresetLibrary.NamesOf(LinkPreset.Kind)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryEndpointOfAShippedTopologyReachesEveryOther(string name)
    {
        NetworkSpec spec = TopologyPreset.Open(name);
        var network = new PacketNetwork(new Simulation(), spec);

        for (int destination = 1; destination < spec.EndpointCount; destination++)
            Assert.Equal(destination, network.RouteBetween(0, destination).Nodes[^1]);
    }

    [Theory]
    [MemberData(nameof(LinkNames))]
    public void EveryShippedLinkReadsAndCarriesSomething(string name) => Assert.True(LinkPreset.Open(name).Rate.BytesPerSecond > 0);
}
