using DeepStack.Sim.Interconnect.Noc;
using static DeepStack.Sim.Interconnect.Tests.Noc.Fabrics;

namespace DeepStack.Sim.Interconnect.Tests.Noc;

public class SinglePacketTests
{
    public static TheoryData<NocGrid, int, int> Cases => new()
    {
        { Mesh(4, 4), 1, 0 },
        { Mesh(8, 8), 4, 0 },
        { Mesh(3, 5, 2), 2, 0 },
        { Torus(5, 5), 3, 0 },
        { Torus(4, 6), 1, 0 },
        { Torus(7), 8, 0 },
        { Mesh(4, 4), 5, 1 },
        { Torus(2, 2), 2, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryPairTakesTheTimeOfItsRouters(NocGrid grid, int flits, int speculative)
    {
        RouterSpec router = Router(4, 8) with { Speculative = speculative == 1, RoutingDelay = C(1 - speculative) };
        int cyclesPerRouter = speculative == 1 ? 3 : 5;

        foreach ((int from, int to) in Pairs(grid))
            Assert.Equal(2 + cyclesPerRouter * RoutersBetween(grid, from, to) + flits - 1, LatencyOf(router, grid, from, to, flits));
    }

    [Theory]
    [InlineData(0, 1, 4)]
    [InlineData(3, 1, 7)]
    [InlineData(1, 4, 8)]
    public void DelaysOfThePipelineAddUpInEveryRouter(int routing, int crossing, int cyclesPerRouter)
    {
        RouterSpec router = Router(2, 4) with { RoutingDelay = C(routing), SwitchDelay = C(crossing) };
        NocGrid grid = Mesh(6);

        Assert.Equal(2 + cyclesPerRouter * 5, LatencyOf(router, grid, 0, 4, 1));
        Assert.Equal(cyclesPerRouter, router.HopTime(NocLink.OneCycle).Count);
    }

    [Fact]
    public void SlowAndNarrowSeamsDelayOnlyWhatCrossesThem()
    {
        NocGrid plain = Mesh(4, 2);
        var seamed = new NocGrid(plain.Dimensions, plain.EndpointLinks, NocLink.OneCycle, [new NocSeam(0, 2, new NocLink(C(9), 4))]);
        RouterSpec router = Router(4, 16);

        foreach ((int from, int to) in Pairs(plain))
        {
            bool crosses = from % 4 / 2 != to % 4 / 2;
            // 8 cycles more of wire and 3 more on it. The last of 3 flits leaves the seam 8 cycles after the first instead of 2; every router
            // behind it wins back the 2 cycles in which it routes the head.
            int behind = RoutersBetween(plain, from - from % 4 + (from % 4 < 2 ? 2 : 1), to);
            int extra = crosses ? 8 + 3 + Math.Max(2, 8 - 2 * behind) - 2 : 0;
            Assert.Equal(LatencyOf(router, plain, from, to, 3) + extra, LatencyOf(router, seamed, from, to, 3));
        }
    }

    [Fact]
    public void ACrossbarIsOneRouterWithAllEndpoints()
    {
        var grid = new NocGrid([], [.. Enumerable.Repeat(NocLink.OneCycle, 24)], NocLink.OneCycle);

        Assert.Equal(24, grid.EndpointCount);
        Assert.Equal(2 + 5 + 3, LatencyOf(Router(2, 8), grid, 23, 11, 4));
    }

    [Fact]
    public void BuffersShorterThanTheCreditLoopSlowALonePacketDown()
    {
        // A place is free again 6 cycles after it was taken, so a channel of 3 places passes 3 flits every 6 cycles.
        long latency = LatencyOf(Router(1, 3), Mesh(2), 0, 1, 30);

        Assert.Equal(2 + 5 * 2 + 9 * 6 + 2, latency);
    }

    private static long LatencyOf(RouterSpec router, NocGrid grid, int from, int to, int flits)
    {
        (NocFabric fabric, DeliveryLog log) = DeliveryLog.On(router, grid);
        fabric.Send(from, to, flits);
        while (fabric.HasWork) fabric.Step();
        (NocPacket packet, long at) = Assert.Single(log.Deliveries);
        Assert.Equal(RoutersBetween(grid, from, to), packet.Hops);
        return at;
    }

    private static IEnumerable<(int From, int To)> Pairs(NocGrid grid) =>
        from source in Enumerable.Range(0, grid.RouterCount) from destination in Enumerable.Range(0, grid.RouterCount) select (source, destination);

    private static int RoutersBetween(NocGrid grid, int from, int to)
    {
        int routers = 1;
        for (int d = 0; d < grid.Dimensions.Count; d++)
        {
            int distance = Math.Abs(grid.Coordinate(from, d) - grid.Coordinate(to, d));
            routers += grid.Dimensions[d].Wraps ? Math.Min(distance, grid.Dimensions[d].Size - distance) : distance;
        }
        return routers;
    }
}
