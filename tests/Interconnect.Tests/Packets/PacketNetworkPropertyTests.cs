using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Scenarios;
using DeepStack.Sim.Interconnect.Topologies;

namespace DeepStack.Sim.Interconnect.Tests.Packets;

/// <summary>Properties that hold for any traffic, on random traffic of fixed seeds.</summary>
public sealed class PacketNetworkPropertyTests
{
    private const int Flow = 60;

    public static TheoryData<ulong, InjectionMode, Forwarding, int> Cases
    {
        get
        {
            var cases = new TheoryData<ulong, InjectionMode, Forwarding, int>();
            foreach (InjectionMode mode in Enum.GetValues<InjectionMode>())
            {
                foreach (Forwarding forwarding in Enum.GetValues<Forwarding>())
                {
                    foreach (int buffer in new[] { 0, 1, 3 }) cases.Add((ulong)cases.Count + 1, mode, forwarding, buffer);
                }
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryLinkCarriesExactlyWhatItsMessagesNeed(ulong seed, InjectionMode mode, Forwarding forwarding, int buffer)
    {
        NetworkSpec mesh = Mesh(mode, forwarding, buffer);
        ScenarioFlow[] flows = RandomFlows(seed, 16);

        ScenarioResult result = Flows.Run(mesh, flows);

        var expected = new Dictionary<(int, int), long>();
        var network = new PacketNetwork(new Core.Events.Simulation(), mesh);
        foreach (ScenarioFlow flow in flows)
        {
            IReadOnlyList<int> nodes = network.RouteBetween(flow.Source, flow.Destination).Nodes;
            for (int i = 0; i + 1 < nodes.Count; i++)
            {
                Add((nodes[i], nodes[i + 1]), mesh.Packet.WireSizeOf(flow.Size).Count);
                Add((nodes[i + 1], nodes[i]), mesh.Packet.PacketsFor(flow.Size) * mesh.Injection.Acknowledgement.Count);
            }
        }
        Assert.All(result.Links, link => Assert.Equal(expected.GetValueOrDefault((link.From, link.To)), link.Carried.Count));

        void Add((int, int) link, long bytes) => expected[link] = expected.GetValueOrDefault(link) + bytes;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void DimensionOrderOnAMeshNeverStandsStill(ulong seed, InjectionMode mode, Forwarding forwarding, int buffer) =>
        Assert.Equal(4 * Flow, Flows.Run(Mesh(mode, forwarding, buffer), RandomFlows(seed + 100, 16, 4 * Flow, together: true)).Flows.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void LargeBuffersChangeNothing(ulong seed, InjectionMode mode, Forwarding forwarding, int buffer)
    {
        ScenarioFlow[] flows = RandomFlows(seed + 200 + (ulong)buffer, 16);

        IEnumerable<FlowResult> unlimited = Flows.Run(Mesh(mode, forwarding, 0), flows).Flows;

        Assert.Equal(unlimited, Flows.Run(Mesh(mode, forwarding, 1_000_000), flows).Flows);
    }

    [Fact]
    public void MoreBandwidthNeverMakesALoneMessageLater()
    {
        var random = new RandomStream(5, "lone");
        for (int i = 0; i < 50; i++)
        {
            int destination = 1 + (int)random.NextInteger(15);
            long bytes = 1 + random.NextInteger(50_000);
            foreach (Forwarding forwarding in Enum.GetValues<Forwarding>())
            {
                NetworkSpec slow = Mesh(InjectionMode.RoundRobin, forwarding, 0);
                int widened = (int)random.NextInteger(slow.Links.Count);
                NetworkSpec wide = slow with { Links = [.. slow.Links.Select((l, n) => n == widened ? l with { Rate = l.Rate * 3 } : l)] };
                Assert.True(Flows.AloneNs(wide, 0, destination, bytes) <= Flows.AloneNs(slow, 0, destination, bytes));
            }
        }
    }

    [Fact]
    public void RenamingNodesChangesNothing()
    {
        NetworkSpec mesh = Mesh(InjectionMode.RoundRobin, Forwarding.StoreAndForward, 2);
        int[] names = [5, 11, 2, 15, 0, 9, 7, 13, 1, 14, 3, 6, 12, 8, 4, 10];
        var network = new PacketNetwork(new Core.Events.Simulation(), mesh);
        ScenarioFlow[] flows = [.. RandomFlows(77, 16).Select(f => f with { Path = network.RouteBetween(f.Source, f.Destination).Nodes })];
        NetworkSpec renamed = mesh with { Routing = Routing.ShortestPath, Links = [.. mesh.Links.Select(l => l with { A = names[l.A], B = names[l.B] })] };
        ScenarioFlow[] renamedFlows = [.. flows.Select(f => f with { Source = names[f.Source], Destination = names[f.Destination], Path = [.. f.Path.Select(n => names[n])] })];

        Assert.Equal(Flows.Run(mesh, flows).Flows, Flows.Run(renamed, renamedFlows).Flows);
    }

    [Fact]
    public void MessagesOfOnePairArriveInTheOrderInWhichTheyWereSent()
    {
        NetworkSpec burst = Mesh(InjectionMode.Burst, Forwarding.StoreAndForward, 1);
        ScenarioFlow[] flows = [.. RandomFlows(31, 16).Concat(Enumerable.Range(0, 20).Select(i => Flows.Flow(0, 15, 700 + (137 * i), i)))];

        IReadOnlyList<FlowResult> results = Flows.Run(burst, flows).Flows;

        for (int i = Flow + 1; i < flows.Length; i++) Assert.True(results[i].Finish > results[i - 1].Finish);
    }

    [Fact]
    public void SameScenarioGivesTheSameResultTwice()
    {
        NetworkSpec mesh = Mesh(InjectionMode.Window, Forwarding.CutThrough, 2);

        Assert.Equal(Flows.Run(mesh, RandomFlows(9, 16)).Flows, Flows.Run(mesh, RandomFlows(9, 16)).Flows);
    }

    private static NetworkSpec Mesh(InjectionMode mode, Forwarding forwarding, int buffer) => LevelNetwork.Build(
        "mesh",
        [Flows.Level(LevelKind.Chain, 4), Flows.Level(LevelKind.Chain, 4, latencyNs: 37)],
        Flows.Rules with
        {
            Forwarding = forwarding,
            BufferPackets = buffer,
            Injection = new InjectionSpec { Mode = mode, WindowPackets = mode == InjectionMode.Window ? 3 : 0, Acknowledgement = Bytes.FromCount(mode == InjectionMode.Window ? 40 : 0) },
        });

    private static ScenarioFlow[] RandomFlows(ulong seed, int nodes, int count = Flow, bool together = false)
    {
        var random = new RandomStream(seed, "flows");
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int source = (int)random.NextInteger(nodes);
            int destination = (source + 1 + (int)random.NextInteger(nodes - 1)) % nodes;
            return Flows.Flow(source, destination, 1 + random.NextInteger(8000), together ? 0 : random.NextInteger(20_000));
        })];
    }
}
