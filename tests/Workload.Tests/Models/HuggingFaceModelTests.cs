using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Tests.Models;

public sealed class HuggingFaceModelTests
{
    private const string Llama = """
        {
          "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336,
          "num_attention_heads": 32, "num_key_value_heads": 8, "num_hidden_layers": 32, "vocab_size": 128256,
          "max_position_embeddings": 8192, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "rope_scaling": null
        }
        """;

    [Fact]
    public void ALlamaConfigurationGivesTheSameModelAsThePreset()
    {
        ModelSpec model = HuggingFaceModel.Parse("config.json", Llama), preset = ModelLibrary.Open("llama-3-8b");

        Assert.Equal(preset.Parameters, model.Parameters);
        Assert.Equal(preset.Layers, model.Layers);
        Assert.Equal(preset.Precision, model.Precision);
        Assert.Equal(preset.MaxPositions, model.MaxPositions);
    }

    [Fact]
    public void ADeepSeekConfigurationGivesTheSameModelAsThePreset()
    {
        ModelSpec model = HuggingFaceModel.Parse("config.json", """
            {
              "model_type": "deepseek_v3", "hidden_size": 7168, "vocab_size": 129280, "max_position_embeddings": 163840, "num_hidden_layers": 61,
              "num_attention_heads": 128, "num_key_value_heads": 128, "q_lora_rank": 1536, "kv_lora_rank": 512, "qk_nope_head_dim": 128,
              "qk_rope_head_dim": 64, "v_head_dim": 128, "intermediate_size": 18432, "moe_intermediate_size": 2048, "n_routed_experts": 256,
              "n_shared_experts": 1, "num_experts_per_tok": 8, "first_k_dense_replace": 3, "moe_layer_freq": 1, "topk_method": "noaux_tc",
              "torch_dtype": "bfloat16", "quantization_config": { "quant_method": "fp8", "weight_block_size": [128, 128] }
            }
            """);
        ModelSpec preset = ModelLibrary.Open("deepseek-v3");

        Assert.Equal(preset.Layers, model.Layers);
        Assert.Equal(preset.Precision, model.Precision);
        Assert.Equal(preset.Parameters, model.Parameters);
    }

    [Theory]
    [InlineData("qwen3-32b", """{ "model_type": "qwen3", "hidden_size": 5120, "vocab_size": 151936, "max_position_embeddings": 40960, "num_hidden_layers": 64, "num_attention_heads": 64, "num_key_value_heads": 8, "head_dim": 128, "intermediate_size": 25600, "sliding_window": null, "use_sliding_window": false, "torch_dtype": "bfloat16" }""")]
    [InlineData("qwen3-30b-a3b", """{ "model_type": "qwen3_moe", "hidden_size": 2048, "vocab_size": 151936, "max_position_embeddings": 40960, "num_hidden_layers": 48, "num_attention_heads": 32, "num_key_value_heads": 4, "head_dim": 128, "intermediate_size": 6144, "moe_intermediate_size": 768, "num_experts": 128, "num_experts_per_tok": 8, "decoder_sparse_step": 1, "mlp_only_layers": [], "torch_dtype": "bfloat16" }""")]
    [InlineData("mixtral-8x7b", """{ "model_type": "mixtral", "hidden_size": 4096, "vocab_size": 32000, "max_position_embeddings": 32768, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8, "intermediate_size": 14336, "num_local_experts": 8, "num_experts_per_tok": 2, "sliding_window": null, "torch_dtype": "bfloat16" }""")]
    public void OtherFamiliesGiveTheSameLayersAsTheirPresets(string preset, string json) =>
        Assert.Equal(ModelLibrary.Open(preset).Layers, HuggingFaceModel.Parse("config.json", json).Layers);

    [Fact]
    public void EveryFaultIsReportedWithItsLine()
    {
        string broken = Llama.Replace("\"hidden_size\": 4096", "\"hidden_size\": -1", StringComparison.Ordinal)
            .Replace("\"num_key_value_heads\": 8", "\"num_key_value_heads\": 7", StringComparison.Ordinal)
            .Replace("\"vocab_size\": 128256,", "", StringComparison.Ordinal);

        var error = Assert.Throws<PresetException>(() => HuggingFaceModel.Parse("my/config.json", broken));

        Assert.Contains("my/config.json:2: hidden_size is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("my/config.json:3: num_key_value_heads is 7, which does not divide the 32 heads", error.Message, StringComparison.Ordinal);
        Assert.Contains("vocab_size is missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "config.json:1: this is not valid JSON")]
    [InlineData("[1]", "expected a JSON object")]
    [InlineData("{ \"model_type\": \"lama\" }", "Did you mean \"llama\"?")]
    public void WhatIsNoConfigurationIsSaidSo(string text, string message)
    {
        var error = Assert.Throws<PresetException>(() => HuggingFaceModel.Parse("config.json", text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
