using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>Reads the kernels of a file "kernel_DEVICE_KIND.csv.gz"; its columns say what was measured.</summary>
internal static class MeasuredKernelFile
{
    private static readonly string[] Kinds = ["gemm", "generation_attention", "context_attention", "moe"];

    /// <summary>The files of a folder by device, in ordinal order.</summary>
    public static ILookup<string, string> FindAll(string folder) =>
        (Directory.Exists(folder) ? Directory.GetFiles(folder, "kernel_*.csv.gz") : [])
            .Where(path => Kinds.Any(kind => path.EndsWith($"_{kind}.csv.gz", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .ToLookup(DeviceOf);

    /// <summary>The kernels of a file, in file order.</summary>
    /// <exception cref="PresetException">The file cannot be read or knows a number format that we do not.</exception>
    public static IEnumerable<MeasuredKernel> Read(string path)
    {
        CsvTable table = CsvTable.Read(path);
        if (table.Has("gemm_dtype")) return table.Rows.Select(row => Product(table, row));
        if (Path.GetFileName(path).Contains("generation_attention", StringComparison.Ordinal)) return table.Rows.Select(row => Decode(table, row));
        if (table.Has("moe_dtype")) return table.Rows.Select(row => Experts(table, row));
        return table.Rows.Select(row => Prompt(table, row));
    }

    /// <summary>The device in "kernel_DEVICE_KIND.csv.gz", such as "h100_sxm".</summary>
    private static string DeviceOf(string path)
    {
        string name = Path.GetFileName(path)["kernel_".Length..];
        string kind = Kinds.First(k => name.EndsWith($"_{k}.csv.gz", StringComparison.Ordinal));
        return name[..^$"_{kind}.csv.gz".Length];
    }

    private static MeasuredProduct Product(CsvTable table, CsvRow row)
    {
        KernelFormat format = FormatOf(row, "gemm_dtype");
        int m = row.Get<int>("m"), n = row.Get<int>("n"), k = row.Get<int>("k");
        return new MeasuredProduct(format, m, n, k)
        {
            Kind = MeasuredKernel.Products,
            Format = format.Name,
            Shape = $"{m} {n} {k}",
            Measured = TimeOf(row),
            LeftOut = MeasuredKernelRules.Product(DeviceOf(table.File), format.Name, m),
        };
    }

    private static MeasuredDecode Decode(CsvTable table, CsvRow row)
    {
        int batch = row.Get<int>("batch_size"), context = row.Get<int>("isl") + row.Get<int>("step");
        AttentionShape heads = HeadsOf(row);
        return new MeasuredDecode(heads, batch, context)
        {
            Kind = "generation attention",
            Format = row["kv_cache_dtype"],
            Shape = $"{batch} {context} {heads.QueryHeads} {heads.KeyValueHeads} {heads.HeadSize}",
            Measured = TimeOf(row),
            LeftOut = MeasuredKernelRules.Attention(DeviceOf(table.File), row["kv_cache_dtype"], heads.HeadSize),
        };
    }

    private static MeasuredPrompt Prompt(CsvTable table, CsvRow row)
    {
        int batch = row.Get<int>("batch_size"), tokens = row.Get<int>("isl"), context = row.Get<int>("step");
        AttentionShape heads = HeadsOf(row);
        return new MeasuredPrompt(heads, batch, tokens, context)
        {
            Kind = "context attention",
            Format = row["kv_cache_dtype"],
            Shape = $"{batch} {tokens} {context} {heads.QueryHeads} {heads.KeyValueHeads} {heads.HeadSize}",
            Measured = TimeOf(row),
            LeftOut = MeasuredKernelRules.Attention(DeviceOf(table.File), row["kv_cache_dtype"], heads.HeadSize),
        };
    }

    private static MeasuredExperts Experts(CsvTable table, CsvRow row)
    {
        KernelFormat format = FormatOf(row, "moe_dtype");
        int tokens = row.Get<int>("num_tokens"), hidden = row.Get<int>("hidden_size"), inter = row.Get<int>("inter_size"), perToken = row.Get<int>("topk");
        int experts = row.Get<int>("num_experts"), tensor = row.Get<int>("moe_tp_size"), parallel = row.Get<int>("moe_ep_size");
        string distribution = row["distribution"];
        ExpertLoad load = BenchmarkLoads.Of(experts, perToken, tokens, parallel, ExponentOf(row, distribution));
        bool isGated = !MeasuredKernelRules.HasNoGate(hidden, inter, experts);
        return new MeasuredExperts(format, load, tokens, perToken, hidden, inter / tensor, experts / parallel, isGated)
        {
            Kind = MeasuredKernel.Experts,
            Format = format.Name,
            Shape = $"{tokens} {hidden} {inter} {perToken} {experts} {tensor} {parallel} {distribution}",
            Measured = TimeOf(row),
            LeftOut = MeasuredKernelRules.Experts(DeviceOf(table.File), format.Name, hidden, inter, experts, inter / tensor),
        };
    }

    private static double ExponentOf(CsvRow row, string distribution)
    {
        const string PowerLaw = "power_law_";
        if (distribution == "balanced") return 0;
        if (distribution.StartsWith(PowerLaw, StringComparison.Ordinal) && double.TryParse(distribution[PowerLaw.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out double exponent)) return exponent;
        throw row.Fault($"the distribution \"{distribution}\" is not known here. Known: balanced, power_law_EXPONENT.");
    }

    private static AttentionShape HeadsOf(CsvRow row)
    {
        NumberFormat arithmetic = FormatOf(row, "attn_dtype").Arithmetic, cache = FormatOf(row, "kv_cache_dtype").Weights;
        return new AttentionShape("attention", row.Get<int>("num_heads"), row.Get<int>("num_key_value_heads"), row.Get<int>("head_dim"), arithmetic, cache);
    }

    private static Duration TimeOf(CsvRow row) => Duration.FromSeconds(row.Get<double>("latency_ms") * 1e-3);

    private static KernelFormat FormatOf(CsvRow row, string column) => KernelFormat.Named(row[column])
        ?? throw row.Fault($"the number format \"{row[column]}\" is not known here. Known: {string.Join(", ", KernelFormat.Names)}.");
}
