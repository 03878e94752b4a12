using System.Text.Json;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Workload.Models;

/// <summary>Reads a model from a Hugging Face config.json.</summary>
/// <remarks>Field names and defaults as in the transformers library's configuration classes of each model type.</remarks>
public static class HuggingFaceModel
{
    private static readonly string[] Known =
    [
        "llama", "mistral", "qwen2", "qwen3", "mixtral", "qwen3_moe", "deepseek_v3", "deepseek_v32",
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="PresetException">The file is missing, no JSON, of an unknown model type, or a field is wrong; the message lists every fault.</exception>
    public static ModelSpec Read(string path)
    {
        if (!File.Exists(path)) throw new PresetException($"There is no file \"{path}\".");
        return Parse(path, File.ReadAllText(path));
    }

    /// <summary>Reads JSON text.</summary>
    /// <param name="file">The name to show in messages.</param>
    /// <param name="json">The text.</param>
    /// <exception cref="PresetException">As for <see cref="Read"/>.</exception>
    public static ModelSpec Parse(string file, string json)
    {
        HuggingFaceConfig config = HuggingFaceConfig.Parse(file, json);
        string type = config.Text("model_type", "");
        if (!Known.Contains(type))
        {
            config.Fault("model_type", $"is \"{type}\"; expected one of {string.Join(", ", Known)}.{Spelling.DidYouMean(type, Known)} Other architectures can be written as a preset");
            config.Finish();
        }
        ModelSpec model = Assemble(config, type);
        config.Finish();
        return model;
    }

    private static ModelSpec Assemble(HuggingFaceConfig config, string type) =>
        new(config.Size("hidden_size"), config.Size("vocab_size"), LayersOf(config, type), config.Flag("tie_word_embeddings", false))
        {
            Name = config.Text("_name_or_path", "") is { Length: > 0 } name ? name : Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(config.File))) ?? type,
            MaxPositions = config.Size("max_position_embeddings"),
            Precision = PrecisionOf(config),
        };

    private static List<LayerGroup> LayersOf(HuggingFaceConfig config, string type)
    {
        int layers = config.Size("num_hidden_layers");
        AttentionSpec attention = type is "deepseek_v3" or "deepseek_v32" ? LatentOf(config) : GroupedOf(config, type);
        var groups = new List<LayerGroup>();
        for (int layer = 0; layer < layers; layer++)
        {
            LayerGroup next = new(1, WithWindow(config, type, attention, layer), FeedForwardOf(config, type, layer));
            if (groups.Count > 0 && groups[^1] with { Count = 1 } == next) groups[^1] = next with { Count = groups[^1].Count + 1 };
            else groups.Add(next);
        }
        return groups;
    }

    private static GroupedQueryAttention GroupedOf(HuggingFaceConfig config, string type)
    {
        int heads = config.Size("num_attention_heads"), kvHeads = config.Size("num_key_value_heads", heads);
        if (kvHeads == 0 || heads % kvHeads != 0) config.Fault("num_key_value_heads", $"is {kvHeads}, which does not divide the {heads} heads");
        int hiddenSize = config.Size("hidden_size");
        if (!config.Has("head_dim") && hiddenSize % heads != 0) config.Fault("hidden_size", $"is {hiddenSize}, which the {heads} heads do not divide; add head_dim");
        return new GroupedQueryAttention
        {
            Heads = heads,
            KvHeads = Math.Max(1, kvHeads),
            HeadDimension = config.Size("head_dim", type is "qwen3" or "qwen3_moe" ? 128 : hiddenSize / heads),
            QkvBias = config.Flag("attention_bias", type == "qwen2"),
            OutputBias = type != "qwen2" && config.Flag("attention_bias", false),
            QkNorm = type is "qwen3" or "qwen3_moe",
        };
    }

    private static LatentAttention LatentOf(HuggingFaceConfig config) => new()
    {
        Heads = config.Size("num_attention_heads"),
        QueryRank = config.Size("q_lora_rank", 0),
        KvRank = config.Size("kv_lora_rank"),
        PlainHeadDimension = config.Size("qk_nope_head_dim"),
        RotaryHeadDimension = config.Size("qk_rope_head_dim"),
        ValueHeadDimension = config.Size("v_head_dim"),
        Indexer = config.Has("index_topk") ? new SparseIndexer(config.Size("index_n_heads"), config.Size("index_head_dim"), config.Size("index_topk")) : null,
    };

    private static AttentionSpec WithWindow(HuggingFaceConfig config, string type, AttentionSpec attention, int layer)
    {
        int window = config.Size("sliding_window", 0);
        bool windowed = type switch
        {
            "mistral" or "mixtral" => true,
            "qwen2" or "qwen3" or "qwen3_moe" => config.Flag("use_sliding_window", false) && layer >= config.Size("max_window_layers", 0),
            _ => false,
        };
        return windowed ? attention with { Window = window } : attention;
    }

    private static FeedForwardSpec FeedForwardOf(HuggingFaceConfig config, string type, int layer)
    {
        bool experts = type switch
        {
            "mixtral" => true,
            "qwen3_moe" => (layer + 1) % Math.Max(1, config.Size("decoder_sparse_step", 1)) == 0,
            "deepseek_v3" or "deepseek_v32" => layer >= config.Size("first_k_dense_replace", 0) && layer % Math.Max(1, config.Size("moe_layer_freq", 1)) == 0,
            _ => false,
        };
        if (!experts) return new DenseFeedForward(config.Size("intermediate_size")) { Bias = config.Flag("mlp_bias", false) };
        return type switch
        {
            "mixtral" => new MixtureOfExperts(config.Size("num_local_experts"), config.Size("num_experts_per_tok"), config.Size("intermediate_size")),
            "qwen3_moe" => new MixtureOfExperts(config.Size("num_experts"), config.Size("num_experts_per_tok"), config.Size("moe_intermediate_size")),
            _ => new MixtureOfExperts(config.Size("n_routed_experts"), config.Size("num_experts_per_tok"), config.Size("moe_intermediate_size"))
            {
                SharedIntermediateSize = config.Size("n_shared_experts", 0) * config.Size("moe_intermediate_size"),
                RouterBias = config.Text("topk_method", "noaux_tc") == "noaux_tc",
            },
        };
    }

    private static PrecisionSpec PrecisionOf(HuggingFaceConfig config)
    {
        string dtype = config.Text("torch_dtype", config.Text("dtype", "bfloat16"));
        if (!NumberFormat.TryParse(dtype, null, out NumberFormat format))
            config.Fault(config.Has("torch_dtype") ? "torch_dtype" : "dtype", $"is \"{dtype}\"; expected bfloat16, float16 or float32");
        PrecisionSpec uniform = PrecisionSpec.Uniform(format);
        return config.Has("quantization_config") ? uniform.WithWeights(QuantisedOf(config)) : uniform;
    }

    private static WeightFormat QuantisedOf(HuggingFaceConfig config)
    {
        string method = config.Inside("quantization_config", "quant_method") is { ValueKind: JsonValueKind.String } name ? name.GetString()! : "";
        if (method == "fp8") return new WeightFormat(NumberFormat.Fp8, ProductOf(config.Inside("quantization_config", "weight_block_size")), NumberFormat.Fp32);
        int bits = IntegerOf(config.Inside("quantization_config", "bits")), group = IntegerOf(config.Inside("quantization_config", "group_size"));
        if (method is "awq" or "gptq" && bits is 4 or 8)
            return new WeightFormat(NumberFormat.Parse(bits == 4 ? "int4" : "int8"), Math.Max(0, group), NumberFormat.Fp16);
        config.Fault("quantization_config", $"has the method \"{method}\" with {bits} bits; expected fp8, or awq or gptq with 4 or 8 bits");
        return default;
    }

    private static int ProductOf(JsonElement? sizes) =>
        sizes is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Aggregate(1, (product, size) => product * IntegerOf(size)) : 0;

    private static int IntegerOf(JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int whole) ? whole : 0;
}
