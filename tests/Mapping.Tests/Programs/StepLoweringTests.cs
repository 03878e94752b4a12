using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Routing;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Tests.Programs;

public sealed class StepLoweringTests
{
    private static readonly DeviceSpec Device = PlatformPreset.Open("h100-8").Device;

    public static TheoryData<string, ParallelPlan> Plans => new()
    {
        { "llama-3-70b", new ParallelPlan(8) },
        { "llama-3-70b", new ParallelPlan(4) { SequenceParallel = true } },
        { "llama-3-70b", new ParallelPlan(2) { PipelineParallel = 4 } },
        { "qwen3-30b-a3b", new ParallelPlan(4) },
        { "qwen3-30b-a3b", new ParallelPlan(4) { ExpertParallel = 4 } },
        { "qwen3-30b-a3b", new ParallelPlan(2) { AttentionData = 4, ExpertParallel = 8 } },
        { "qwen3-30b-a3b", new ParallelPlan(2) { AttentionData = 4, ExpertParallel = 4, SequenceParallel = true } },
        { "deepseek-v3", new ParallelPlan(8) { ExpertParallel = 8, PipelineParallel = 2 } },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void DevicesTogetherDoTheOperationsOfTheStep(string model, ParallelPlan plan)
    {
        StepGraph graph = GraphOf(model);

        double done = KernelsOf(Lower(graph, plan)).Sum(k => k.Count * k.Kernel.MatrixWork.Count) * plan.StageDevices;

        // Every attention group does this step; router and latent down-projections are repeated on all its devices.
        double asked = graph.Counted().Where(IsProduct).Sum(o => o.Count * o.Operator.Flops.Count) * plan.AttentionData;
        double repeated = graph.Counted().Where(o => IsProduct(o) && o.Operator.Sharding == Sharding.Replicated).Sum(o => o.Count * o.Operator.Flops.Count);
        double own = plan.Dispatches ? 0 : repeated * (plan.TensorParallel - 1);
        Assert.InRange(done / (asked + own), 0.999, 1.001);
    }

    [Fact]
    public void ExpertsThatSeeAllTokensEndInOneSumWithTheSharedExperts()
    {
        string[] exchanges = ExchangesOf(Lower(GraphOf("deepseek-v3"), new ParallelPlan(8) { ExpertParallel = 8 }).Blocks[2]);

        Assert.Equal(["o_proj_all_reduce", "expert_sum_all_reduce"], exchanges);
    }

    [Fact]
    public void AttentionGroupsDispatchTheirTokensToExpertsAndCombineTheResults()
    {
        string[] exchanges = ExchangesOf(Lower(GraphOf("qwen3-30b-a3b"), new ParallelPlan(2) { AttentionData = 4, ExpertParallel = 4 }).Blocks[1]);

        Assert.Equal(
            ["o_proj_all_reduce", "expert_dispatch", "expert_dispatch_all_gather", "expert_combine_reduce_scatter", "expert_combine", "expert_sum_all_gather"],
            exchanges);
    }

    [Fact]
    public void PassesThatFollowOneAnotherShareALaunchAndTheFirstPaysIt()
    {
        DeviceProgram program = Lower(GraphOf("minimax-m2.5"), new ParallelPlan(4));

        Assert.All(["attention_norm", "query_norm", "feed_forward_norm", "expert_activation"], name => Assert.False(KernelOf(program, name).IsFused, name));
        Assert.All(["qkv_proj_narrowing", "key_norm", "rotary"], name => Assert.True(KernelOf(program, name).IsFused, name));
        Assert.False(KernelOf(program, "o_proj_narrowing").IsFused, "what comes after attention");
    }

    [Fact]
    public void SequenceParallelismPutsAScatterAndAGatherInPlaceOfASum()
    {
        StepGraph graph = GraphOf("llama-3-70b");
        DeviceProgram summed = Lower(graph, new ParallelPlan(8)), shared = Lower(graph, new ParallelPlan(8) { SequenceParallel = true });

        Assert.Equal(["o_proj_all_reduce", "down_proj_all_reduce"], ExchangesOf(summed.Blocks[1]));
        Assert.Equal(["qkv_proj_gather", "o_proj_reduce_scatter", "gate_up_proj_gather", "down_proj_reduce_scatter"], ExchangesOf(shared.Blocks[1]));
        Assert.Equal(8, KernelOf(summed, "attention_norm").VectorWork.Count / KernelOf(shared, "attention_norm").VectorWork.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(61)]
    public void StagesShareAllLayersAndHandTheStreamOn(int stages)
    {
        DeviceProgram program = Lower(GraphOf("deepseek-v3"), new ParallelPlan(8) { PipelineParallel = stages });

        var layers = program.Blocks.Where(b => b.Steps.Any(s => s.Name == "o_proj")).GroupBy(b => b.Stage).Select(g => g.Sum(b => b.Repeat)).ToList();
        Assert.Equal(stages, layers.Count);
        Assert.Equal(61, layers.Sum());
        Assert.InRange(layers.Max() - layers.Min(), 0, 1);
        Assert.Equal(stages - 1, program.Blocks.Count(b => b.Steps is [CollectiveStep { Collective: CollectiveKind.SendReceive }]));
    }

    [Fact]
    public void LatentsAreAbsorbedInDecodeAndExpandedInPrefill()
    {
        string[] decode = [.. Lower(GraphOf("deepseek-v3", prefill: 0), new ParallelPlan(8)).Blocks[2].Steps.Select(s => s.Name)];
        string[] prefill = [.. Lower(GraphOf("deepseek-v3", decodes: 0), new ParallelPlan(8)).Blocks[2].Steps.Select(s => s.Name)];

        Assert.Contains("query_absorb", decode);
        Assert.Contains("latent_attention_decode", decode);
        Assert.DoesNotContain("kv_up_proj", decode);
        Assert.Contains("kv_up_proj", prefill);
        Assert.Contains("attention_prefill", prefill);
        Assert.DoesNotContain("query_absorb", prefill);
    }

    [Fact]
    public void SparseAttentionReadsTheChosenPositionsOnly()
    {
        Kernel Sparse(int context) => KernelOf(Lower(GraphOf("deepseek-v3.2", context: context, prefill: 0), new ParallelPlan(8)), "latent_attention_decode");

        Assert.True(Sparse(1000).MemoryReads < Sparse(2047).MemoryReads);
        Assert.Equal(Sparse(2047).MemoryReads, Sparse(60_000).MemoryReads);
        Assert.Equal(Sparse(2047).MatrixWork, Sparse(60_000).MatrixWork);
    }

    [Fact]
    public void LatentsAreReadWholeByEveryDevice()
    {
        Bytes Read(int ranks) => KernelOf(Lower(GraphOf("deepseek-v3", prefill: 0), new ParallelPlan(ranks)), "latent_attention_decode").MemoryReads;

        // Rounding: loads are dealt out to stages in whole bytes.
        Assert.Equal(1, (double)Read(1).Count / Read(8).Count, tolerance: 0.001);
    }

    [Fact]
    public void FullDevicesGetMoreTokensAndSendMoreResults()
    {
        var plan = new ParallelPlan(1) { AttentionData = 8, ExpertParallel = 8 };
        DeviceProgram program = new StepLowering(plan, DeviceRates.Of(Device), new ExpertLoads(ExpertRouting.Parse("power-law:1"), 1)).Lower(GraphOf("qwen3-30b-a3b"));
        CollectiveStep[] exchanges = [.. program.Blocks.SelectMany(block => block.Steps).OfType<CollectiveStep>()];
        CollectiveStep dispatch = exchanges.First(step => step.Name == "expert_dispatch"), combine = exchanges.First(step => step.Name == "expert_combine");

        Assert.Equal((8, false), (dispatch.Weights.Count, dispatch.WeighsSenders));
        Assert.Equal((8, true), (combine.Weights.Count, combine.WeighsSenders));
        Assert.Equal(dispatch.Weights, combine.Weights);
        Assert.All(Lower(GraphOf("qwen3-30b-a3b"), plan).Blocks.SelectMany(block => block.Steps).OfType<CollectiveStep>(), step => Assert.Empty(step.Weights));
    }

    [Fact]
    public void ARankOfExpertsGathersTheTokensThatCameAndNotOneForEachDevice()
    {
        var plan = new ParallelPlan(8) { AttentionData = 2, ExpertParallel = 2 };
        CollectiveStep[] Gathers(int decodes) =>
            [.. Lower(GraphOf("qwen3-30b-a3b", decodes: decodes, prefill: 0), plan).Blocks.SelectMany(block => block.Steps).OfType<CollectiveStep>().Where(step => step.Name == "expert_dispatch_all_gather")];

        // Eight experts of 128 in two ranks: nearly every token goes to both.
        Assert.Equal(2 * 2048 * 2, Gathers(1)[0].Size.Count);
        Assert.Equal(16 * 2048 * 2, Gathers(8)[0].Size.Count);
    }

    private static bool IsProduct((Operator Operator, int Count) o) =>
        o.Operator is LinearOperator or GroupedLinearOperator or HeadLinearOperator or AttentionOperator;

    private static string[] ExchangesOf(ProgramBlock block) => [.. block.Steps.OfType<CollectiveStep>().Select(s => s.Name)];

    private static Kernel KernelOf(DeviceProgram program, string name) => KernelsOf(program).First(k => k.Kernel.Name == name).Kernel;

    private static IEnumerable<(Kernel Kernel, int Count)> KernelsOf(DeviceProgram program) =>
        program.Blocks.SelectMany(b => b.Steps.OfType<KernelStep>(), (b, s) => (s.Kernel, b.Repeat));

    private static DeviceProgram Lower(StepGraph graph, ParallelPlan plan) =>
        new StepLowering(plan, DeviceRates.Of(Device), new ExpertLoads(ExpertRouting.Parse("balanced"), 1)).Lower(graph);

    private static StepGraph GraphOf(string model, int decodes = 64, int context = 700, int prefill = 256)
    {
        var shape = new StepShape();
        for (int i = 0; i < decodes; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        if (prefill > 0) shape.Add(new SequenceSlice(prefill, 0, Samples: true));
        return StepGraph.Of(ModelLibrary.Open(model), shape);
    }
}
