using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Mapping.Tests.Collectives;

/// <summary>Every algorithm brings about what its kind promises.</summary>
public sealed class CollectiveAlgorithmTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void RingAllReduceLeavesTheSumOnEveryRank(int ranks)
    {
        CollectiveSchedule schedule = new RingAllReduce().Build(new CollectiveRequest(CollectiveKind.AllReduce, ranks, Bytes.FromCount(1001)) { Pieces = 3 });

        Assert.Empty(ScheduleProof.FaultsOf(schedule, seed: 7));
    }
}
