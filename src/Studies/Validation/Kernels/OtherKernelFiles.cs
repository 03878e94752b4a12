using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>Measured kernels in tables of other projects; nothing is fitted on them.</summary>
internal static class OtherKernelFiles
{
    /// <summary>The kernels of a folder with the first word of their device, such as "h800".</summary>
    /// <exception cref="Presets.PresetException">A table cannot be read.</exception>
    public static IEnumerable<(string Device, MeasuredKernel Kernel)> ReadAll(string folder) =>
        From(folder, "infersim_gemm.csv", InferSimProducts)
            .Concat(From(folder, "infersim_attention.csv", InferSimDecodes))
            .Concat(From(folder, "infersim_grouped_gemm.csv", InferSimGrouped))
            .Concat(From(folder, "llmcompass_ops.csv", LlmCompassProducts))
            .Concat(From(folder, "vidur_layer_ops.csv.gz", VidurProducts))
            .Concat(From(folder, "h100_attention_llama31_70b_tp4.csv.gz", H100Attention))
            .Concat(ModelKernelFiles.ReadAll(folder));

    private static IEnumerable<(string Device, MeasuredKernel Kernel)> From(string folder, string file, Func<CsvRow, IEnumerable<MeasuredKernel>> read)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path)) return [];
        return CsvTable.Read(path).Rows.SelectMany(row => read(row).Select(kernel => (row["device"].ToLowerInvariant(), kernel)));
    }

    /// <summary>Products of 8 bits with a scale for each block; activations were narrowed before.</summary>
    private static IEnumerable<MeasuredKernel> InferSimProducts(CsvRow row) =>
        [Product("infersim gemm", "fp8", row.Get<int>("m"), row.Get<int>("n"), row.Get<int>("k"), row.Get<double>("latency_us") * 1e-6)];

    private static IEnumerable<MeasuredKernel> InferSimDecodes(CsvRow row)
    {
        if (row["phase"] != "decode") return [];
        int[] heads = [.. row["shape"].Split('-').Select(int.Parse)];
        if (row["kind"] == "mla") return [Decode("infersim latent decode attention", LatentHeads(heads[0], heads[1], heads[2]), row.Get<int>("batch"), row.Get<int>("len"), row.Get<double>("latency_us") * 1e-6)];
        return [Decode("infersim decode attention", new AttentionShape("attention", heads[0], heads[1], heads[2], NumberFormat.Bf16, NumberFormat.Bf16), row.Get<int>("batch"), row.Get<int>("len"), row.Get<double>("latency_us") * 1e-6)];
    }

    /// <summary>Query heads that share a latent and the rotated part of a key.</summary>
    private static AttentionShape LatentHeads(int heads, int latent, int rotated) => new("attention", heads, 1, latent + rotated, NumberFormat.Bf16, NumberFormat.Bf16)
    {
        ValueSize = latent,
        StoredSize = latent + rotated,
    };

    /// <summary>Both products of a device's experts in 8 bits; a row of decode says how many rows each expert has, one of prompts does not.</summary>
    private static IEnumerable<MeasuredKernel> InferSimGrouped(CsvRow row)
    {
        if (row["phase"] != "decode") yield break;
        int experts = row.Get<int>("num_local_experts"), rows = Math.Max(1, row.Get<int>("tokens_per_expert")), hidden = row.Get<int>("hidden_size"), inner = row.Get<int>("intermediate_size");
        yield return Of("up_proj_us", 2 * inner, hidden);
        yield return Of("down_proj_us", hidden, inner);

        MeasuredKernel Of(string column, int n, int k) => new MeasuredGrouped(KernelFormat.Named(KernelFormat.BlockScaled)!, experts, rows, n, k)
        {
            Kind = "infersim grouped gemm",
            Format = KernelFormat.BlockScaled,
            Shape = $"{experts} {rows} {n} {k}",
            Measured = Duration.FromSeconds(row.Get<double>(column) * 1e-6),
        };
    }

    private static IEnumerable<MeasuredKernel> LlmCompassProducts(CsvRow row) => row["op"] != "matmul"
        ? []
        : [Product("llmcompass matmul", "float16", row.Get<int>("d0"), row.Get<int>("d1"), row.Get<int>("d2"), row.Get<double>("value") * 1e-3)];

    /// <summary>The four products of a decoder layer on one device of a tensor-parallel group.</summary>
    private static IEnumerable<MeasuredKernel> VidurProducts(CsvRow row)
    {
        int tokens = row.Get<int>("tokens"), ranks = row.Get<int>("tp"), hidden = row.Get<int>("hidden"), inner = row.Get<int>("ffn") / ranks;
        int heads = row.Get<int>("heads"), caches = Math.Max(1, row.Get<int>("kv_heads") / ranks), size = hidden / heads;
        yield return Of("attn_pre_proj_ms", (heads / ranks + 2 * caches) * size, hidden);
        yield return Of("attn_post_proj_ms", hidden, hidden / ranks);
        yield return Of("mlp_up_proj_ms", 2 * inner, hidden);
        yield return Of("mlp_down_proj_ms", hidden, inner);

        MeasuredKernel Of(string column, int n, int k) => Product("vidur products of a layer", "float16", tokens, n, k, row.Get<double>(column) * 1e-3);
    }

    private static IEnumerable<MeasuredKernel> H100Attention(CsvRow row)
    {
        int ranks = row.Get<int>("num_tensor_parallel_workers"), batch = row.Get<int>("batch_size"), context = row.Get<int>("kv_cache_size");
        var heads = new AttentionShape("attention", row.Get<int>("n_q_head") / ranks, row.Get<int>("n_kv_head") / ranks, 128, NumberFormat.Bf16, NumberFormat.Bf16);
        double seconds = row.Get<double>("time_ms") * 1e-3;
        if (row["is_prefill"] == "False") return [Decode("older decode attention", heads, batch, context, seconds)];
        int tokens = row.Get<int>("prefill_chunk_size");
        return [new MeasuredPrompt(heads, batch, tokens, Math.Max(0, context - tokens)) { Kind = "older prompt attention", Format = "bf16", Shape = $"{batch} {tokens} {context}", Measured = Duration.FromSeconds(seconds) }];
    }

    private static MeasuredProduct Product(string kind, string format, int m, int n, int k, double seconds) =>
        new(KernelFormat.Named(format)! with { IsQuantised = false }, m, n, k) { Kind = kind, Format = format, Shape = $"{m} {n} {k}", Measured = Duration.FromSeconds(seconds) };

    private static MeasuredDecode Decode(string kind, AttentionShape heads, int batch, int context, double seconds) =>
        new(heads, batch, context) { Kind = kind, Format = "bf16", Shape = $"{batch} {context} {heads.QueryHeads}", Measured = Duration.FromSeconds(seconds) };
}
