using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Collectives.Algorithms;

namespace DeepStack.Sim.Engine.Tests.Collectives;

/// <summary>Collectives played on a packet network.</summary>
public sealed class CollectiveRunTests
{
    private static readonly NetworkRules Rules = new(new PacketFormat(Bytes.FromCount(4096), Bytes.FromCount(30)));

    [Theory]
    [InlineData(LevelKind.Ring, 16, 1 << 20, 50, 500, "54609.6")]
    [InlineData(LevelKind.Switch, 16, 1 << 20, 50, 500, "72085.2")]
    public void RingAllReduceTakesWhatItsStepsTake(LevelKind kind, int ranks, long size, double gigabytes, long latencyNs, string expectedNs)
    {
        var level = new NetworkLevel(kind, ranks, Bandwidth.FromBytesPerSecond(gigabytes * 1e9), Duration.FromNanoseconds(latencyNs));
        var simulation = new Simulation();
        var network = new PacketNetwork(simulation, LevelNetwork.Build("test", [level], Rules));
        CollectiveSchedule schedule = new RingAllReduce().Build(new CollectiveRequest(CollectiveKind.AllReduce, ranks, Bytes.FromCount(size)));
        var run = new CollectiveRun(simulation, network, schedule, [.. Enumerable.Range(0, ranks)], CollectiveCosts.None);

        run.EnterAll();
        simulation.RunToEnd();

        Assert.True(run.IsComplete);
        Assert.Equal(expectedNs, (run.Finish.Picoseconds / 1000m).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
