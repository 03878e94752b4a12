using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Tests.Collectives;

public sealed class CollectiveCurveTests
{
    private static readonly PlatformSpec Platform = PlatformPreset.Open("stack3d-256");

    [Theory]
    [InlineData(CollectiveKind.AllReduce, 16)]
    [InlineData(CollectiveKind.AllReduce, 32)]
    [InlineData(CollectiveKind.AllGather, 64)]
    [InlineData(CollectiveKind.ReduceScatter, 8)]
    [InlineData(CollectiveKind.AllToAll, 32)]
    public void ACurveSaysAtAnySizeWhatTheMessagesOfThatSizeSay(CollectiveKind kind, int ranks)
    {
        var network = new NetworkCostModel(Platform.Network, Platform.CollectiveStepOverhead);
        var selection = new CollectiveSelection(Platform);
        var group = new RankGroup(ranks);

        foreach (long size in (long[])[1 << 13, 200_000, 7_000_000, 1L << 28])
        {
            var step = new CollectiveStep("exchange", kind, Bytes.FromCount(size), group);
            foreach (CollectiveCurve curve in selection.Curves(step, rule: -1))
            {
                CollectiveRequest request = GroupFolding.RequestOf(step, Platform.Network);
                Duration exact = CollectiveChoice.Of(CollectiveLibrary.Find(curve.Algorithm, request), request, network, GroupFolding.Fold(group, network)).Predicted;

                Assert.Equal(1, curve.OnNetwork(step.Size) / exact, 0.01);
            }
        }
    }

    [Theory]
    [InlineData(32, 1, false)]
    [InlineData(32, 1, true)]
    [InlineData(64, 1, false)]
    [InlineData(32, 4, true)]
    public void ACurveOfUnevenBlocksSaysWhatTheirMessagesSay(int ranks, int stride, bool weighsSenders)
    {
        var network = new NetworkCostModel(Platform.Network, Platform.CollectiveStepOverhead);
        var selection = new CollectiveSelection(Platform);
        var group = new RankGroup(ranks, stride, stride, GroupStride: 1);
        double[] weights = [.. Enumerable.Range(0, ranks).Select(rank => 1.0 + rank * 7 % 13 / 4.0)], shares = [.. weights.Select(weight => weight / weights.Sum())];

        foreach (long size in (long[])[1 << 15, 1_000_000, 1L << 28])
        {
            CollectiveStep step = new("exchange", CollectiveKind.AllToAll, Bytes.FromCount(size), group) { Weights = weights, WeighsSenders = weighsSenders };
            foreach (CollectiveCurve curve in selection.Curves(step, rule: -1))
            {
                CollectiveRequest request = GroupFolding.RequestOf(step, Platform.Network);
                Duration exact = CollectiveChoice.Of(CollectiveLibrary.Find(curve.Algorithm, request), request, network, GroupFolding.Fold(group, network)).Predicted;

                // One of many steps stands for those like it; the only step of "direct" is looked at link by link.
                Duration time = curve.OnNetwork(step.Size, shares, weighsSenders, Duration.MaxValue);
                Assert.Equal(1, time / exact, curve.Algorithm == "direct" ? 0.01 : 0.15);
                Assert.Equal(time, curve.OnNetwork(step.Size, shares, weighsSenders, time + Duration.FromPicoseconds(1)));
                Assert.True(curve.OnNetwork(step.Size, shares, weighsSenders, time / 2) >= time / 2);
            }
        }
    }
}
