using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Interconnect.Noc;
using DeepStack.Sim.Interconnect.Noc.Load;
using static DeepStack.Sim.Interconnect.Tests.Noc.Fabrics;

namespace DeepStack.Sim.Interconnect.Tests.Noc;

public class TrafficPatternTests
{
    [Theory]
    [InlineData("transpose", 11, 25)]
    [InlineData("tornado", 0, 27)]
    [InlineData("tornado", 63, 18)]
    [InlineData("neighbor", 7, 8)]
    [InlineData("neighbor", 63, 0)]
    [InlineData("bitcomp", 5, 58)]
    [InlineData("bitrev", 6, 24)]
    [InlineData("shuffle", 33, 3)]
    public void OfAnEightByEightGrid(string name, int node, int destination) => Assert.Equal(destination, DestinationOf(name, Mesh(8, 8), node));

    [Fact]
    public void TornadoOnAnOddRowGoesHalfWayRoundedDown() => Assert.Equal(1, DestinationOf("tornado", Mesh(5), 4));

    [Theory]
    [InlineData("transpose")]
    [InlineData("tornado")]
    [InlineData("neighbor")]
    [InlineData("bitcomp")]
    [InlineData("bitrev")]
    [InlineData("shuffle")]
    public void FixedPatternsReachEveryNodeOnce(string name) =>
        Assert.Equal(Enumerable.Range(0, 16), Enumerable.Range(0, 16).Select(node => DestinationOf(name, Mesh(4, 4), node)).Order());

    [Fact]
    public void UniformReachesEveryNodeItsOwnIncluded()
    {
        var random = new RandomStream(1, "uniform");
        TrafficPattern uniform = TrafficPattern.Named("uniform", Mesh(4, 4));

        Assert.Equal(16, Enumerable.Range(0, 1000).Select(_ => uniform.DestinationOf(3, random)).Distinct().Count());
    }

    private static int DestinationOf(string name, NocGrid grid, int node) => TrafficPattern.Named(name, grid).DestinationOf(node, new RandomStream(0, "x"));
}
