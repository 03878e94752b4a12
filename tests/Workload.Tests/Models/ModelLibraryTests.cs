using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Tests.Models;

/// <summary>Totals are those of the public checkpoints (the parameter counts that the model pages on huggingface.co show for their tensors).</summary>
public sealed class ModelLibraryTests
{
    [Theory]
    [InlineData("llama-3-8b", 8_030_261_248)]
    [InlineData("llama-3-70b", 70_553_706_496)]
    [InlineData("llama-3.1-8b", 8_030_261_248)]
    [InlineData("llama-3.1-70b", 70_553_706_496)]
    [InlineData("llama-3.3-70b", 70_553_706_496)]
    [InlineData("llama-3.1-405b", 405_853_388_800)]
    [InlineData("llama-2-7b", 6_738_415_616)]
    [InlineData("llama-2-70b", 68_976_648_192)]
    [InlineData("qwen3-32b", 32_762_123_264)]
    [InlineData("qwen3-30b-a3b", 30_532_122_624)]
    [InlineData("qwen3-235b-a22b", 235_093_634_560)]
    [InlineData("mixtral-8x7b", 46_702_792_704)]
    [InlineData("deepseek-v3", 671_026_419_200)]
    public void ParametersEqualThePublicModel(string name, long total) => Assert.Equal(total, ModelLibrary.Open(name).Parameters.Total);

    [Theory]
    [InlineData("minimax-m2.5", 10, 0.5)]
    [InlineData("kimi-k2.5", 32, 0.5)]
    [InlineData("gpt-oss-120b", 5.1, 0.05)]
    public void ActiveParametersWithoutTheEmbeddingTableRoundToThoseOfTheModelCard(string name, double billions, double half)
    {
        ModelSpec model = ModelLibrary.Open(name);

        Assert.Equal(billions, (model.ActiveParameters - (long)model.VocabularySize * model.HiddenSize) * 1e-9, half);
    }

    [Theory]
    [InlineData("minimax-m2.5", 229)]
    [InlineData("kimi-k2.5", 1026)]
    [InlineData("gpt-oss-120b", 116.8)]
    public void ParametersAreThoseTheModelCardSays(string name, double billions) =>
        Assert.Equal(billions, ModelLibrary.Open(name).Parameters.Total * 1e-9, billions * 0.002);

    [Theory]
    [InlineData("llama-3-8b", 131_072)]
    [InlineData("llama-3-70b", 327_680)]
    [InlineData("llama-3.1-405b", 516_096)]
    [InlineData("llama-2-7b", 524_288)]
    [InlineData("qwen3-32b", 262_144)]
    [InlineData("qwen3-30b-a3b", 98_304)]
    [InlineData("deepseek-v3", 70_272)]
    [InlineData("kimi-k2.5", 70_272)]
    [InlineData("minimax-m2.5", 253_952)]
    [InlineData("gpt-oss-120b", 73_728)]
    [InlineData("deepseek-v3.2", 78_324)]
    public void CacheBytesPerTokenAreLayersTimesKeysAndValues(string name, long bytes) =>
        Assert.Equal(bytes, ModelLibrary.Open(name).KvBytesPerToken.Count);

    [Theory]
    [InlineData("qwen3-30b-a3b", 3.3)]
    [InlineData("qwen3-235b-a22b", 22)]
    [InlineData("mixtral-8x7b", 12.9)]
    [InlineData("deepseek-v3", 37)]
    public void ActiveParametersAreThoseTheModelCardSays(string name, double billions) =>
        Assert.Equal(billions, ModelLibrary.Open(name).ActiveParameters * 1e-9, billions * 0.021);

    [Fact]
    public void EveryShippedModelOpens() => Assert.All(PresetLibrary.NamesOf(ModelLibrary.Kind), name => Assert.True(ModelLibrary.Open(name).LayerCount > 0));

    [Fact]
    public void WeightBytesFollowTheFormatOfEachRole()
    {
        ModelSpec model = ModelLibrary.Open("llama-3-8b");
        ModelSpec quantised = model with { Precision = model.Precision.WithWeights(new WeightFormat(NumberFormat.Parse("int4"), 128, NumberFormat.Fp16)) };

        long projections = model.Parameters.Attention + model.Parameters.FeedForward, rest = model.Parameters.Total - projections;
        Assert.Equal(2 * model.Parameters.Total, model.WeightBytes.Count);
        Assert.Equal(projections / 2 + projections / 128 * 2 + 2 * rest, quantised.WeightBytes.Count);
    }

    [Fact]
    public void AnUnknownNameNamesTheNearest()
    {
        var error = Assert.Throws<PresetException>(() => ModelLibrary.Open("llama-3-8"));

        Assert.Contains("Did you mean \"llama-3-8b\"?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllFaultsOfAPresetAreReportedAtOnce()
    {
        PresetDocument document = PresetDocument.Parse("mine.yaml", """
            hidden_size: 4096
            vocabulary_size: 0
            max_positions: 8192
            dtype: bf61
            layers:
              - count: 2
                attention: { family: grouped-query, heads: 32, kv_heads: 5, head_dimension: 128 }
                feed_forward: { family: experts, experts: 8, experts_per_token: 9, expert_intermediate_size: 14336, gatd: true }
            """);

        var error = Assert.Throws<PresetException>(() => ModelPreset.Read(document));

        Assert.Contains("mine.yaml:2: vocabulary_size is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("mine.yaml:4: dtype cannot be read: \"bf61\" is no number format", error.Message, StringComparison.Ordinal);
        Assert.Contains("mine.yaml:7: layers[0].attention.kv_heads is 5, which does not divide the 32 heads", error.Message, StringComparison.Ordinal);
        Assert.Contains("experts_per_token is 9; there are only 8 experts", error.Message, StringComparison.Ordinal);
        Assert.Contains("gatd is not known here. Did you mean \"gated\"?", error.Message, StringComparison.Ordinal);
    }
}
