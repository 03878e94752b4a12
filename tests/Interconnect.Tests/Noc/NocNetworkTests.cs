using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Noc;

namespace DeepStack.Sim.Interconnect.Tests.Noc;

public class NocNetworkTests
{
    private static readonly NocSpec Mesh = NocSpec.FromPreset("mesh4x4");
    private static readonly NocSpec Chiplets = NocSpec.FromPreset("chiplets2x2-mesh8x8");

    [Fact]
    public void AMessageIsCutIntoPacketsWithHeaders()
    {
        Assert.Equal(1, Mesh.PacketsOf(Bytes.Zero));
        Assert.Equal(1, Mesh.FlitsOf(Bytes.Zero));
        Assert.Equal(1 + 1, Mesh.FlitsOf(Bytes.FromCount(64)));
        Assert.Equal(2, Mesh.PacketsOf(Bytes.FromCount(257)));
        Assert.Equal(5 + 2, Mesh.FlitsOf(Bytes.FromCount(257)));
    }

    [Fact]
    public void ARemoteAccessTakesTheRoutersOfItsPath()
    {
        // 2 flits over 4 routers of 5 cycles, 2 cycles in, 1 more for the second flit, at 1 GHz.
        Assert.Equal(Nanoseconds(2 + 4 * 5 + 1), Lone(Mesh, NocEndpoint.OfTile(0), NocEndpoint.OfMemory(6), 64));
        Assert.Equal(Nanoseconds(2 + 4 * 5 + 1), Lone(Mesh, NocEndpoint.OfMemory(6), NocEndpoint.OfTile(0), 64));
    }

    [Fact]
    public void ANearAccessBypassesTheRouterWhereThereIsAPathForIt()
    {
        Assert.Equal(Nanoseconds(2 + 5 + 1), Lone(Mesh, NocEndpoint.OfTile(5), NocEndpoint.OfMemory(5), 64));
        Assert.Equal(Nanoseconds(1 + 2), Lone(Chiplets, NocEndpoint.OfTile(5), NocEndpoint.OfMemory(5), 64));
        Assert.Equal(Nanoseconds(16 + 2), Lone(Chiplets, NocEndpoint.OfMemory(5), NocEndpoint.OfTile(5), 1024));
    }

    [Fact]
    public void NearAccessesOfOneDirectionFollowEachOther()
    {
        Transfer read = new(NocEndpoint.OfMemory(0), NocEndpoint.OfTile(0), 640), write = new(NocEndpoint.OfTile(0), NocEndpoint.OfMemory(0), 64);

        SimTime[] at = NetworkRuns.Run(Chiplets, NocDetail.Cycle, [read, read, write]).At;

        Assert.Equal([Nanoseconds(12), Nanoseconds(22), Nanoseconds(3)], at);
    }

    [Fact]
    public void SeamsBetweenDiesAndChipletsTakeTheirOwnTime()
    {
        SimTime inside = Lone(Chiplets, NocEndpoint.OfTile(0), NocEndpoint.OfTile(1), 64);
        SimTime toNextDie = Lone(Chiplets, NocEndpoint.OfTile(1), NocEndpoint.OfTile(2), 64);
        SimTime toNextChiplet = Lone(Chiplets, NocEndpoint.OfTile(3), NocEndpoint.OfTile(4), 64);

        Assert.Equal(Nanoseconds(2 + 10 + 1), inside);
        Assert.Equal(inside + Duration.FromNanoseconds(2), toNextDie);
        // 14 cycles more of wire, 1 more because a flit takes 2 cycles.
        Assert.Equal(inside + Duration.FromNanoseconds(15), toNextChiplet);
    }

    [Theory]
    [InlineData(NocDetail.Cycle)]
    [InlineData(NocDetail.Bulk)]
    public void MessagesEnterAtTheNextClockEdge(NocDetail detail)
    {
        var simulation = new Simulation();
        var network = new NocNetwork(simulation, Mesh, detail);
        var arrivals = new Arrivals(simulation, 2);
        simulation.RunUntil(SimTime.FromPicoseconds(1_000_400));
        network.Send(NocEndpoint.OfTile(0), NocEndpoint.OfTile(0), Bytes.FromCount(64), arrivals, 0);
        simulation.RunUntil(SimTime.FromPicoseconds(2_000_000));
        network.Send(NocEndpoint.OfTile(0), NocEndpoint.OfTile(0), Bytes.FromCount(64), arrivals, 1);

        simulation.RunToEnd();

        Assert.Equal([Nanoseconds(1001 + 8), Nanoseconds(2000 + 8)], arrivals.At);
    }

    [Fact]
    public void AnAnswerSentOnArrivalGoesOut()
    {
        var simulation = new Simulation();
        var network = new NocNetwork(simulation, Mesh);
        var echo = new Echo(simulation, network);
        network.Send(NocEndpoint.OfTile(0), NocEndpoint.OfTile(1), Bytes.Zero, echo, 0);

        simulation.RunToEnd();

        // The answer is sent after the work of the cycle in which the question arrived, so it enters in the next.
        Assert.Equal([Nanoseconds(12), Nanoseconds(12 + 1 + 12)], echo.At);
    }

    [Fact]
    public void AnIdleNetworkHasNoEvents()
    {
        var simulation = new Simulation();
        var network = new NocNetwork(simulation, Mesh);
        network.Send(NocEndpoint.OfTile(0), NocEndpoint.OfTile(15), Bytes.Zero, new Arrivals(simulation, 1));

        simulation.RunToEnd();

        Assert.Equal(0, simulation.PendingCount);
        // 7 routers work 3 of their 5 cycles each; then come arrivals, credits and the message itself.
        Assert.InRange(simulation.ProcessedCount, 20, 50);
    }

    [Fact]
    public void UnknownEndpointsAreNamed()
    {
        var network = new NocNetwork(new Simulation(), Mesh);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            network.Send(NocEndpoint.OfTile(3), NocEndpoint.OfMemory(3, 1), Bytes.Zero, new Arrivals(new Simulation(), 1)));

        Assert.Contains("mesh4x4 has tiles 0 to 15 with 1 memory ports each.", error.Message, StringComparison.Ordinal);
    }

    private static SimTime Lone(NocSpec spec, NocEndpoint from, NocEndpoint to, long size) => NetworkRuns.Run(spec, NocDetail.Cycle, [new Transfer(from, to, size)]).At[0];

    private static SimTime Nanoseconds(long count) => SimTime.FromPicoseconds(count * 1000);

    private sealed class Echo(Simulation simulation, NocNetwork network) : IEventHandler
    {
        public List<SimTime> At { get; } = [];

        public void Handle(long payload)
        {
            At.Add(simulation.Now);
            if (payload == 0) network.Send(NocEndpoint.OfTile(1), NocEndpoint.OfTile(0), Bytes.Zero, this, 1);
        }
    }
}
