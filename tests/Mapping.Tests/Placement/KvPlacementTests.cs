using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Mapping.Tests.Placement;

public sealed class KvPlacementTests
{
    [Theory]
    [InlineData("llama-3-70b", 1, 1, 1, 1)]
    [InlineData("llama-3-70b", 4, 1, 8, 1)]
    [InlineData("llama-3-70b", 8, 1, 2, 1)]
    [InlineData("llama-3-70b", 16, 1, 4, 1)]
    [InlineData("llama-3-70b", 2, 1, 16, 1)]
    [InlineData("llama-3-70b", 2, 4, 4, 3)]
    [InlineData("deepseek-v3", 8, 1, 4, 2)]
    public void EveryDeviceGetsExactlyWhatItHolds(string name, int from, int stagesFrom, int to, int stagesTo)
    {
        ModelSpec model = ModelLibrary.Open(name);
        KvPlacement source = new(model, new ParallelPlan(from) { PipelineParallel = stagesFrom }), destination = new(model, new ParallelPlan(to) { PipelineParallel = stagesTo });

        IReadOnlyList<IReadOnlyList<KvShare>> layers = source.SharesTo(destination);

        Assert.Equal(model.Layers.Sum(g => g.Count), layers.Count);
        for (int device = 0; device < to * stagesTo; device++)
        {
            Bytes received = Bytes.FromCount(layers.Sum(layer => layer.Where(s => s.To == device).Sum(s => s.PerToken.Count)));
            Assert.Equal(destination.PerTokenOf(device), received);
        }
    }

    [Fact]
    public void WithoutCopiesTheSharesAreTheTokensKv()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-70b");

        long moved = new KvPlacement(model, new ParallelPlan(4)).SharesTo(new KvPlacement(model, new ParallelPlan(8))).Sum(layer => layer.Sum(s => s.PerToken.Count));

        Assert.Equal(model.KvBytesPerToken.Count, moved);
    }

    [Fact]
    public void HeadsGoToTheDevicesThatHoldThem()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-70b");

        IReadOnlyList<KvShare> layer = new KvPlacement(model, new ParallelPlan(2)).SharesTo(new KvPlacement(model, new ParallelPlan(4)))[0];

        // Eight heads: 0 to 3 on device 0, 4 to 7 on device 1; two on each receiving device, 2 x 128 x 2 bytes a head.
        Assert.Equal([new KvShare(0, 0, Bytes.FromCount(1024)), new KvShare(0, 1, Bytes.FromCount(1024)), new KvShare(1, 2, Bytes.FromCount(1024)), new KvShare(1, 3, Bytes.FromCount(1024))], layer);
    }

    [Theory]
    [InlineData("deepseek-v3", 1, 8, 1)]
    [InlineData("qwen3-30b-a3b", 2, 4, 2)]
    public void ASequenceIsHeldByTheDevicesOfItsAttentionGroupAlone(string name, int tensor, int groups, int stages)
    {
        ModelSpec model = ModelLibrary.Open(name);
        var plan = new ParallelPlan(tensor) { AttentionData = groups, ExpertParallel = tensor * groups, PipelineParallel = stages };
        KvPlacement alone = new(model, new ParallelPlan(tensor) { PipelineParallel = stages });
        MemoryBudget budget = PlanFitting.BudgetOf(model, plan, Bytes.FromCount(1L << 40), 1, 2048, 256);

        for (int group = 0; group < groups; group++)
        {
            var placement = new KvPlacement(model, plan, group);
            Assert.Equal(alone.PerToken, placement.PerToken);
            for (int device = 0; device < placement.Devices; device++)
            {
                bool holds = device % plan.StageDevices / tensor == group;
                Assert.Equal(holds, placement.PerTokenOf(device) > Bytes.Zero);
                Assert.True(placement.PerTokenOf(device) <= budget.PerToken);
            }
            Assert.All(placement.SharesTo(placement).SelectMany(layer => layer), share => Assert.Equal(group, share.From % plan.StageDevices / tensor));
        }
    }

    [Fact]
    public void CopiesTakeTurns()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-70b");

        IReadOnlyList<KvShare> layer = new KvPlacement(model, new ParallelPlan(16)).SharesTo(new KvPlacement(model, new ParallelPlan(16)))[0];

        Assert.Equal(Enumerable.Range(0, 16).Select(i => (i, i)), layer.Select(s => (s.From, s.To)));
    }
}
