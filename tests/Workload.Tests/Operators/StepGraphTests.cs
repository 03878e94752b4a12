using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Workload.Tests.Operators;

public sealed class StepGraphTests
{
    [Fact]
    public void LayersAreWrittenOnceWithTheirCount()
    {
        StepGraph graph = StepGraph.Of(ModelLibrary.Open("llama-3-8b"), StepOf((1, 100)));

        LayerBlock block = Assert.Single(graph.Layers);
        Assert.Equal(32, block.Count);
        Assert.Equal(
            ["attention_norm", "qkv_proj", "rotary", "attention", "o_proj", "attention_residual", "feed_forward_norm", "gate_up_proj", "activation", "down_proj", "feed_forward_residual"],
            block.Operators.Select(op => op.Name));
        Assert.Equal(["embedding"], graph.Prologue.Select(op => op.Name));
        Assert.Equal(["final_norm", "lm_head", "sampling"], graph.Epilogue.Select(op => op.Name));
    }

    [Theory]
    [InlineData("llama-3-8b")]
    [InlineData("qwen3-32b")]
    [InlineData("llama-3.1-405b")]
    public void LinearWeightsAreAllWeightsButTableAndNorms(string name)
    {
        ModelSpec model = ModelLibrary.Open(name);
        StepGraph graph = StepGraph.Of(model, StepOf((1, 100)));

        long linear = graph.Counted().Where(o => o.Operator is LinearOperator).Sum(o => o.Count * ((LinearOperator)o.Operator).WeightElements);
        Assert.Equal(model.Parameters.Total - model.Parameters.Embedding - model.Parameters.Other, linear);
        Assert.Equal(2.0 * linear, graph.Counted().Where(o => o.Operator is LinearOperator).Sum(o => o.Count * o.Operator.Flops.Count));
    }

    [Theory]
    [InlineData("deepseek-v3")]
    [InlineData("mixtral-8x7b")]
    public void ADecodeOfOneTokenTouchesItsActiveWeights(string name)
    {
        ModelSpec model = ModelLibrary.Open(name);
        StepGraph graph = StepGraph.Of(model, StepOf((1, 100)));

        double matrices = graph.Counted().Where(o => o.Operator is LinearOperator or GroupedLinearOperator or HeadLinearOperator).Sum(o => o.Count * o.Operator.Flops.Count) / 2;
        long correction = model.Layers.Sum(g => g.FeedForward is MixtureOfExperts { RouterBias: true } moe ? (long)g.Count * moe.Experts : 0);
        long routers = model.Layers.Sum(g => g.FeedForward is MixtureOfExperts moe ? g.Count * moe.RouterParameters(model.HiddenSize) : 0) - correction;
        Assert.Equal(model.ActiveParameters - model.Parameters.Embedding - model.Parameters.Other + routers, matrices);
    }

    [Fact]
    public void PrefillOfAPromptThenDecodeWritesEveryTokenOnceAndReadsWhatItSees()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-70b");
        StepGraph graph = StepGraph.Of(model, StepOf((200, 0), (1, 1000), (50, 30)));

        Assert.Equal(251 * model.KvBytesPerToken.Count, graph.KvWrittenBytes.Count);
        Assert.Equal((200 + 1001 + 80) * model.KvBytesPerToken.Count, graph.KvReadBytes.Count);
    }

    [Fact]
    public void AttentionCountsEachTokenWithThoseBeforeIt()
    {
        var attention = (AttentionOperator)StepGraph.Of(ModelLibrary.Open("llama-3-8b"), StepOf((3, 10), (1, 4))).Layers[0].Operators.Single(op => op is AttentionOperator);

        Assert.Equal(11 + 12 + 13, attention.Prefill.ScorePairs);
        Assert.Equal(5, attention.Decode.ScorePairs);
        Assert.Equal(4.0 * (36 + 5) * 32 * 128, attention.Flops.Count);
        Assert.Equal(13, attention.Prefill.LongestKv);
    }

    [Fact]
    public void AWindowBoundsPairsAndPositions()
    {
        StepShape shape = StepOf((4, 2), (1, 100), (6, 50));

        AttentionLoad prefill = AttentionLoad.Of(shape, AttentionPhases.Prefill, 5, contiguous: true), decode = AttentionLoad.Of(shape, AttentionPhases.Decode, 5, contiguous: true);

        Assert.Equal(3 + 4 + 5 + 5 + 6 * 5, prefill.ScorePairs);
        Assert.Equal(6 + 10, prefill.KvTokens);
        Assert.Equal(new AttentionLoad(1, 1, 5, 5, 5), decode);
    }

    [Fact]
    public void TheHeadRunsOnlyForSampledSequences()
    {
        var shape = new StepShape();
        shape.Add(new SequenceSlice(512, 0, false));
        Assert.DoesNotContain(StepGraph.Of(ModelLibrary.Open("llama-3-8b"), shape).Epilogue, op => op is LinearOperator);

        shape.Add(new SequenceSlice(1, 9, true));
        Assert.Equal(1, StepGraph.Of(ModelLibrary.Open("llama-3-8b"), shape).Epilogue.OfType<LinearOperator>().Single().Rows);
    }

    [Fact]
    public void KeysAndValuesAreCopiedWhereRanksExceedTheirHeads()
    {
        var qkv = (LinearOperator)StepGraph.Of(ModelLibrary.Open("llama-3-8b"), StepOf((1, 1))).Layers[0].Operators.Single(op => op.Name == "qkv_proj");

        Assert.Equal((32 + 16) * 128, qkv.OutputPerRank(1));
        Assert.Equal((4 + 2) * 128, qkv.OutputPerRank(8));
        Assert.Equal((2 + 2) * 128, qkv.OutputPerRank(16));
    }

    [Fact]
    public void LatentAttentionAbsorbsInDecodeAndExpandsInPrefill()
    {
        ModelSpec model = ModelLibrary.Open("deepseek-v3");
        StepGraph graph = StepGraph.Of(model, StepOf((1, 99), (16, 32)));

        Operator[] layer = [.. graph.Layers[0].Operators];
        Assert.Equal(2.0 * 100 * 128 * (576 + 512), layer.Single(op => op.Name == "latent_attention").Flops.Count);
        Assert.Equal(48, ((LinearOperator)layer.Single(op => op.Name == "kv_up_proj")).Rows);
        Assert.Equal(61L * 576 * 2 * (100 + 32), graph.KvReadBytes.Count);
        Assert.Equal(17 * model.KvBytesPerToken.Count, graph.KvWrittenBytes.Count);
    }

    [Fact]
    public void SparseAttentionReadsOnlyThePositionsItPicks()
    {
        ModelSpec model = ModelLibrary.Open("deepseek-v3.2");
        StepGraph graph = StepGraph.Of(model, StepOf((1, 9_999)));

        Assert.Equal(61L * (2048 * 576 * 2 + 10_000 * 132), graph.KvReadBytes.Count);
        Assert.Equal(model.KvBytesPerToken.Count, graph.KvWrittenBytes.Count);
    }

    [Fact]
    public void AnEmptyStepIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => StepGraph.Of(ModelLibrary.Open("llama-3-8b"), new StepShape()));

    private static StepShape StepOf(params (int New, int Context)[] slices)
    {
        var shape = new StepShape();
        foreach ((int tokens, int context) in slices) shape.Add(new SequenceSlice(tokens, context, true));
        return shape;
    }
}
