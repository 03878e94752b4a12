using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Mapping.Tests.Plans;

public sealed class PlanFittingTests
{
    [Theory]
    [InlineData("llama-3-8b", 1)]
    [InlineData("llama-3-70b", 1)]
    [InlineData("qwen3-32b", 1)]
    [InlineData("mixtral-8x7b", 1)]
    public void OneDeviceHoldsExactlyTheModel(string name, int ranks)
    {
        ModelSpec model = ModelLibrary.Open(name);

        MemoryBudget budget = PlanFitting.BudgetOf(model, new ParallelPlan(ranks), Bytes.FromCount(1L << 40), 1, 2048, 256);

        Assert.Equal(model.WeightBytes, budget.Weights);
        Assert.Equal(model.KvBytesPerToken, budget.PerToken);
    }

    [Fact]
    public void RanksBeyondTheKvHeadsRepeatThem()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-70b");

        Bytes eight = BudgetOf(model, 8).PerToken, sixteen = BudgetOf(model, 16).PerToken;

        Assert.Equal(model.KvBytesPerToken / 8, eight);
        Assert.Equal(eight, sixteen);
    }

    [Fact]
    public void SharesOfAllRanksHoldAtLeastTheModel()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-70b");
        foreach (int ranks in (int[])[2, 4, 8, 16])
            Assert.InRange((BudgetOf(model, ranks).Weights * ranks) / model.WeightBytes, 1.0, 1.02);
    }

    private static MemoryBudget BudgetOf(ModelSpec model, int ranks) =>
        PlanFitting.BudgetOf(model, new ParallelPlan(ranks), Bytes.FromCount(80_000_000_000), 0.9, 8192, 256);
}
