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

    [Fact]
    public void TwoGroupsOnTheSameLinksContendAndApartDoNot()
    {
        long near = FinishOf([[0, 1, 2, 3]]), apart = FinishOf([[0, 1, 2, 3], [4, 5, 6, 7]]);
        long far = FinishOf([[0, 2, 4, 6]]), across = FinishOf([[0, 2, 4, 6], [1, 3, 5, 7]]);

        Assert.Equal(near, apart);
        Assert.True(across > far);
    }

    [Fact]
    public void StragglerDelaysTheOthersByAsMuchAsItIsLateAndWhatItMustCatchUp()
    {
        (Simulation simulation, CollectiveRun run) = RingOf(4);
        for (int rank = 0; rank < 3; rank++) run.Enter(rank);
        simulation.RunUntil(SimTime.FromPicoseconds(1_000_000_000));
        run.Enter(3);
        simulation.RunToEnd();
        (Simulation together, CollectiveRun punctual) = RingOf(4);
        punctual.EnterAll();
        together.RunToEnd();

        Assert.InRange((run.Finish - punctual.Finish).Picoseconds, 1_000_000_000, 1_001_000_000);
    }

    [Fact]
    public void WorkingASumInCostsTimeOnlyWhereSomethingIsSummed()
    {
        var slow = new CollectiveCosts { ReductionRate = Bandwidth.FromBytesPerSecond(1e9) };
        var message = new CollectiveMessage(0, 1, Bytes.FromCount(1000), [0], Reduces: true, []);

        Assert.Equal(1000, slow.AfterArrivalOf(message).Picoseconds / 1000);
        Assert.Equal(Duration.Zero, slow.AfterArrivalOf(message with { Reduces = false }));
    }

    private static (Simulation Simulation, CollectiveRun Run) RingOf(int ranks)
    {
        var level = new NetworkLevel(LevelKind.Ring, ranks, Bandwidth.FromBytesPerSecond(50e9), Duration.FromNanoseconds(500));
        var simulation = new Simulation();
        var network = new PacketNetwork(simulation, LevelNetwork.Build("ring", [level], Rules));
        CollectiveSchedule schedule = new RingAllReduce().Build(new CollectiveRequest(CollectiveKind.AllReduce, ranks, Bytes.FromCount(1 << 16)));
        return (simulation, new CollectiveRun(simulation, network, schedule, [.. Enumerable.Range(0, ranks)], CollectiveCosts.None));
    }

    /// <summary>When the first of several rings of ranks on one chain of eight nodes has finished, in picoseconds.</summary>
    private static long FinishOf(int[][] groups)
    {
        var level = new NetworkLevel(LevelKind.Chain, 8, Bandwidth.FromBytesPerSecond(50e9), Duration.FromNanoseconds(500));
        var simulation = new Simulation();
        var network = new PacketNetwork(simulation, LevelNetwork.Build("chain", [level], Rules));
        CollectiveSchedule schedule = new RingAllReduce().Build(new CollectiveRequest(CollectiveKind.AllReduce, 4, Bytes.FromCount(1 << 20)));
        CollectiveRun[] runs = [.. groups.Select(nodes => new CollectiveRun(simulation, network, schedule, nodes, CollectiveCosts.None))];
        foreach (CollectiveRun run in runs) run.EnterAll();
        simulation.RunToEnd();
        return runs[0].Finish.Picoseconds;
    }
}
