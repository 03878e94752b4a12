using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Scenarios;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Tests.Packets;

/// <summary>A network that cannot go on says who waits for whom.</summary>
public sealed class StandstillTests
{
    private static readonly ScenarioFlow[] AllTheWayRound = [.. Enumerable.Range(0, 4).Select(i =>
        Flows.Flow(i, (i + 2) % 4, 20_000) with { Path = [i, (i + 1) % 4, (i + 2) % 4] })];

    [Fact]
    public void CircleOfFullBuffersIsNamed()
    {
        NetworkSpec ring = LevelNetwork.Build("ring", [Flows.Level(LevelKind.Ring, 4)], Flows.Rules with { BufferPackets = 1 });

        PresetException e = Assert.Throws<PresetException>(() => Flows.Run(ring, AllTheWayRound));

        Assert.Contains("standstill", e.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 1 waits for node 1, whose places are held by packets for 1 to 2", e.Message, StringComparison.Ordinal);
        Assert.Contains("3 to 0 waits for node 0, whose places are held by packets for 0 to 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnlimitedBuffersLetTheSameFlowsThrough()
    {
        NetworkSpec ring = LevelNetwork.Build("ring", [Flows.Level(LevelKind.Ring, 4)], Flows.Rules);

        Assert.Equal(4, Flows.Run(ring, AllTheWayRound).Flows.Count);
    }
}
