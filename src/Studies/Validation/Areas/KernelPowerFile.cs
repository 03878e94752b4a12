using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Accounting;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Reads measured kernel power (kernel_*_power.csv.gz) and says what each kernel did, from its shape.</summary>
internal static class KernelPowerFile
{
    /// <summary>The kernels of a file, in file order.</summary>
    /// <exception cref="PresetException">The file cannot be read or knows a number format that we do not.</exception>
    public static IReadOnlyList<KernelSample> Read(string path)
    {
        CsvTable table = CsvTable.Read(path);
        return [.. table.Rows.Select(row => table.Has("gemm_dtype") ? Gemm(table, row) : Attention(table, row))];
    }

    private static KernelSample Gemm(CsvTable table, CsvRow row)
    {
        string format = row["gemm_dtype"];
        double m = row.Get<double>("m"), n = row.Get<double>("n"), k = row.Get<double>("k");
        return Sample(row, "gemm/" + format, 2 * m * n * k, (m * k + n * k) * BytesOf(table, row, format) + m * n * 2);
    }

    /// <summary>
    /// Prompts attend to half of a square; a generated token attends to all tokens before it, by other kernels where query heads share a cache.
    /// </summary>
    private static KernelSample Attention(CsvTable table, CsvRow row)
    {
        string phase = row["phase"], cache = row["kv_cache_dtype"];
        double batch = row.Get<double>("batch_size"), prompt = row.Get<double>("isl"), step = row.Get<double>("step");
        double heads = row.Get<double>("num_heads"), kvHeads = row.Get<double>("num_key_value_heads"), dim = row.Get<double>("head_dim");
        double perToken = 2 * kvHeads * dim * BytesOf(table, row, cache), ofQueries = 2 * heads * dim * 2;
        bool whole = phase == "context";
        double pairs = whole ? prompt * (prompt + 1) / 2 : prompt + step, queries = whole ? prompt : 1, tokens = whole ? prompt : prompt + step;
        string sharing = whole ? "" : heads == kvHeads ? "/one head a cache" : "/shared cache";
        return Sample(row, $"{phase}/{cache}{sharing}", 4 * batch * heads * dim * pairs, batch * (queries * ofQueries + tokens * perToken));
    }

    private static KernelSample Sample(CsvRow row, string kind, double flops, double bytes) => new(
        kind,
        Duration.FromSeconds(row.Get<double>("latency_ms") * 1e-3),
        Power.FromWatts(row.Get<double>("power_w")),
        Power.FromWatts(row.Get<double>("power_limit_w")),
        Flops.FromCount(flops),
        Bytes.FromCount((long)bytes));

    private static double BytesOf(CsvTable table, CsvRow row, string format) => format switch
    {
        "bfloat16" or "float16" => 2,
        "fp8" or "fp8_block" or "fp8_static" or "int8" or "int8_wo" or "w8a8" => 1,
        "nvfp4" or "mxfp4" or "w4a16_mxfp4" => 0.5625,
        "int4" or "int4_wo" => 0.5,
        _ => throw new PresetException($"{table.File}:{row.Line}: number format \"{format}\" is not known here. Known: bfloat16, float16, fp8, fp8_block, fp8_static, int8, int8_wo, w8a8, nvfp4, mxfp4, w4a16_mxfp4, int4, int4_wo."),
    };
}
