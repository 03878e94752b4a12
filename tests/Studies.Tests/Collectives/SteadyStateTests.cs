using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Studies.Collectives;

namespace DeepStack.Sim.Studies.Tests.Collectives;

/// <summary>Long transfers from short ones.</summary>
public sealed class SteadyStateTests
{
    [Fact]
    public void StraightLineIsFollowedFromThreeSizes()
    {
        int simulated = 0;
        Duration time = SteadyState.TimeOf(
            size =>
            {
                simulated++;
                return Duration.FromPicoseconds(17 + (3 * size.Count));
            },
            Bytes.FromCount(1_000_007), Bytes.FromCount(1000), stride: 4);

        Assert.Equal(17 + (3 * 1_000_007), time.Picoseconds);
        Assert.Equal(3, simulated);
    }

    [Fact]
    public void BendIsNotFollowed()
    {
        Duration time = SteadyState.TimeOf(
            size => Duration.FromPicoseconds(size.Count < 500_000 ? 100 * size.Count : 50_000_000 + size.Count), Bytes.FromCount(1_000_007), Bytes.FromCount(1000), stride: 240);

        Assert.Equal(50_000_000 + 1_000_007, time.Picoseconds);
    }
}
