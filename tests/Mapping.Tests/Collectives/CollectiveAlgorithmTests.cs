using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Mapping.Tests.Collectives;

/// <summary>Every algorithm brings about what its kind promises.</summary>
public sealed class CollectiveAlgorithmTests
{
    public static TheoryData<int[]> Shapes => [[1], [2], [3], [4], [7], [8], [2, 2], [4, 2], [2, 3], [4, 4], [2, 2, 2], [3, 2, 2]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryRankEndsWithTheRightData(int[] shape)
    {
        int ranks = shape.Aggregate(1, (product, side) => product * side), checks = 0;
        foreach (CollectiveKind kind in Enum.GetValues<CollectiveKind>())
        {
            foreach (int pieces in new[] { 1, 3 })
            {
                var request = new CollectiveRequest(kind, ranks, Bytes.FromCount(997)) { Pieces = pieces, Shape = shape };
                foreach (ICollectiveAlgorithm algorithm in CollectiveLibrary.For(request))
                {
                    IReadOnlyList<string> faults = ScheduleProof.FaultsOf(algorithm.Build(request));
                    Assert.True(faults.Count == 0, $"{kind} {algorithm.Name}: {string.Join("; ", faults.Take(3))}");
                    checks++;
                }
            }
        }
        Assert.True(checks >= 2 * 10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UnevenBlocksArriveWholeAndWeighWhatTheirRankDoes(bool weighsSenders)
    {
        double[] weights = [6, 1, 1, 0];
        var request = new CollectiveRequest(CollectiveKind.AllToAll, 4, Bytes.FromCount(8000)) { Shape = [2, 2], Weights = weights, WeighsSenders = weighsSenders };

        foreach (ICollectiveAlgorithm algorithm in CollectiveLibrary.For(request))
        {
            CollectiveSchedule schedule = algorithm.Build(request);
            Assert.Empty(ScheduleProof.FaultsOf(schedule));
            for (int rank = 0; rank < 4; rank++)
            {
                long own = Enumerable.Range(0, 4).Sum(other => schedule.Chunks[weighsSenders ? rank * 4 + other : other * 4 + rank].Count);
                Assert.Equal(4 * 8000 * weights[rank] / 8, own, tolerance: 4.0);
            }
        }
    }

    [Theory]
    [InlineData("ring", 8, 2 * 7)]
    [InlineData("ring_two_way", 8, 2 * 7)]
    [InlineData("recursive_doubling", 8, 3)]
    [InlineData("halving_doubling", 8, 6)]
    [InlineData("one_shot", 8, 1)]
    [InlineData("two_shot", 8, 2)]
    [InlineData("tree", 8, 6)]
    public void AllReduceTakesAsManyStepsAsItsAlgorithmSays(string algorithm, int ranks, int steps)
    {
        var request = new CollectiveRequest(CollectiveKind.AllReduce, ranks, Bytes.FromCount(4096));

        Assert.Equal(steps, CollectiveLibrary.Find(algorithm, request).Build(request).Depth());
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("ring_two_way")]
    [InlineData("halving_doubling")]
    [InlineData("torus")]
    [InlineData("two_shot")]
    [InlineData("hierarchical")]
    public void BandwidthOptimalAllReduceSendsTwiceTheVectorLessOnePartFromEveryRank(string algorithm)
    {
        var request = new CollectiveRequest(CollectiveKind.AllReduce, 16, Bytes.FromCount(1 << 16)) { Shape = [4, 4] };

        CollectiveSchedule schedule = CollectiveLibrary.Find(algorithm, request).Build(request);

        Assert.All(
            schedule.Messages.GroupBy(message => message.From),
            sent => Assert.Equal(2 * 15 * (1 << 12), sent.Sum(message => message.Size.Count)));
    }

    [Fact]
    public void InnerRanksOfOneOfTheTwoTreesAreLeavesOfTheOther()
    {
        var request = new CollectiveRequest(CollectiveKind.AllReduce, 16, Bytes.FromCount(4096));

        CollectiveSchedule schedule = CollectiveLibrary.Find("double_tree", request).Build(request);

        foreach (int rank in Enumerable.Range(0, 16))
            Assert.True(Enumerable.Range(0, 2).Count(tree => schedule.Messages.Any(m => m.To == rank && m.Reduces && m.Chunks[0] == tree)) <= 1 || rank is 0 or 15);
    }

    [Fact]
    public void UnknownAlgorithmIsNamedWithThoseThatThereAre()
    {
        var request = new CollectiveRequest(CollectiveKind.AllReduce, 6, Bytes.FromCount(4096));

        PresetException e = Assert.Throws<PresetException>(() => CollectiveLibrary.Find("rings", request));

        Assert.Contains("Did you mean \"ring\"?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShapeThatDoesNotHoldTheRanksIsRejected() =>
        Assert.Throws<ArgumentException>(() => CollectiveLibrary.All[0].Build(new CollectiveRequest(CollectiveKind.AllReduce, 6, Bytes.FromCount(64)) { Shape = [4, 2] }));
}
