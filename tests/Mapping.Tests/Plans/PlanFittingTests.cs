using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
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

    public static TheoryData<string, ParallelPlan> Spread => new()
    {
        { "deepseek-v3", new ParallelPlan(1) { AttentionData = 8, ExpertParallel = 8 } },
        { "qwen3-30b-a3b", new ParallelPlan(2) { AttentionData = 2, ExpertParallel = 2 } },
        { "mixtral-8x7b", new ParallelPlan(4) { ExpertParallel = 2 } },
    };

    [Theory]
    [MemberData(nameof(Spread))]
    public void ExpertsAreThereOnceInAStage(string name, ParallelPlan plan)
    {
        ModelSpec model = ModelLibrary.Open(name);
        Bytes experts = model.Precision.Experts.SizeOf(model.Parameters.Experts);

        Bytes withoutExperts = model.WeightBytes - experts, device = BudgetOf(model, plan).Weights;

        Assert.InRange((double)(device - experts / plan.StageDevices).Count, withoutExperts.Count / plan.TensorParallel * 0.99, withoutExperts.Count);
    }

    [Fact]
    public void TheFullestStageIsAccountedFor()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-70b");

        MemoryBudget two = BudgetOf(model, new ParallelPlan(1) { PipelineParallel = 2 }), three = BudgetOf(model, new ParallelPlan(1) { PipelineParallel = 3 });

        Assert.Equal(model.KvBytesPerToken / 2, two.PerToken);
        Assert.Equal(model.KvBytesPerToken * 27 / 80, three.PerToken);
        Assert.True(two.Embedding == Bytes.Zero ^ two.Head == Bytes.Zero);
    }

    [Theory]
    [InlineData("llama-3-70b", 8, 1, 2, 1, 1, "there are no experts to share")]
    [InlineData("llama-3-70b", 2, 2, 1, 1, 1, "attention groups share experts, and there are none")]
    [InlineData("llama-3-70b", 1, 1, 1, 81, 1, "80 layers do not fill 81 stages")]
    [InlineData("llama-3-70b", 1, 1, 1, 1, 4, "micro-batches need pipeline stages")]
    [InlineData("llama-3-70b", 0, 1, 1, 1, 1, "tensor parallelism is 0")]
    [InlineData("qwen3-30b-a3b", 4, 1, 3, 1, 1, "3 expert-parallel ranks do not divide the 4 devices of a stage")]
    [InlineData("qwen3-30b-a3b", 4, 64, 256, 1, 1, "128 experts do not divide over 256")]
    [InlineData("qwen3-30b-a3b", 4, 128, 1, 1, 1, "does not divide over the 512 devices that share an expert")]
    public void PlansThatCannotBeAreRefusedWithTheReason(string model, int tensor, int groups, int experts, int stages, int parts, string reason)
    {
        var plan = new ParallelPlan(tensor) { AttentionData = groups, ExpertParallel = experts, PipelineParallel = stages, MicroBatches = parts };

        Assert.Contains(reason, Assert.Throws<PresetException>(() => PlanFitting.Check(ModelLibrary.Open(model), plan, devices: 4096)).Message, StringComparison.Ordinal);
    }

    private static MemoryBudget BudgetOf(ModelSpec model, int ranks) => BudgetOf(model, new ParallelPlan(ranks));

    private static MemoryBudget BudgetOf(ModelSpec model, ParallelPlan plan) =>
        PlanFitting.BudgetOf(model, plan, Bytes.FromCount(80_000_000_000), 0.9, 8192, 256);
}
