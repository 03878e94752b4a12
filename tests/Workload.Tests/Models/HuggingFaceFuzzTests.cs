using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Tests.Models;

/// <summary>Mutated model configurations: never a crash, and what is read can be counted.</summary>
public sealed class HuggingFaceFuzzTests
{
    private static readonly string[] Seeds =
    [
        "{\"model_type\": \"llama\", \"hidden_size\": 512, \"intermediate_size\": 1024, \"num_hidden_layers\": 4, \"num_attention_heads\": 8, \"num_key_value_heads\": 2, \"vocab_size\": 1000, \"max_position_embeddings\": 4096, \"torch_dtype\": \"bfloat16\"}",
        "{\"model_type\": \"qwen3_moe\", \"hidden_size\": 512, \"intermediate_size\": 1024, \"moe_intermediate_size\": 128, \"num_experts\": 16, \"num_experts_per_tok\": 4, \"decoder_sparse_step\": 1, \"mlp_only_layers\": [], \"num_hidden_layers\": 4, \"num_attention_heads\": 8, \"num_key_value_heads\": 2, \"head_dim\": 64, \"vocab_size\": 1000, \"max_position_embeddings\": 4096, \"torch_dtype\": \"bfloat16\"}",
        "{\"model_type\": \"deepseek_v3\", \"hidden_size\": 512, \"intermediate_size\": 1024, \"moe_intermediate_size\": 128, \"n_routed_experts\": 16, \"n_shared_experts\": 1, \"num_experts_per_tok\": 4, \"first_k_dense_replace\": 1, \"num_hidden_layers\": 4, \"num_attention_heads\": 8, \"num_key_value_heads\": 8, \"kv_lora_rank\": 64, \"q_lora_rank\": 96, \"qk_nope_head_dim\": 32, \"qk_rope_head_dim\": 16, \"v_head_dim\": 32, \"vocab_size\": 1000, \"max_position_embeddings\": 4096, \"quantization_config\": {\"quant_method\": \"fp8\", \"weight_block_size\": [128, 128]}}",
    ];

    [Fact]
    public void MutatedConfigurationsAreReadOrRefused()
    {
        var random = new RandomStream(0, "config-fuzz");
        int Draw(int below) => (int)random.NextInteger(below);

        for (int i = 0; i < Fuzz.Inputs; i++)
        {
            if (TryRead(Fuzz.Mutate(Seeds[Draw(Seeds.Length)], Draw)) is not { } model) continue;
            Assert.True(model.HiddenSize > 0 && model.Layers.Count > 0);
            Assert.True(model.MaxPositions > 0);
        }
    }

    [Fact]
    public void TheSeedsThemselvesAreRead() => Assert.All(Seeds, seed => Assert.NotNull(TryRead(seed)));

    private static ModelSpec? TryRead(string json)
    {
        try
        {
            return HuggingFaceModel.Parse("config.json", json);
        }
        catch (PresetException e)
        {
            Assert.Contains("config.json", e.Message, StringComparison.Ordinal);
            return null;
        }
    }
}
