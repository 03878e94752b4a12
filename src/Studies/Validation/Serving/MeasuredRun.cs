using System.Globalization;
using System.Text.Json;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>One measured run of an engine: its settings, and when each request was queued and got its tokens.</summary>
/// <remarks>Read from <c>NAME_meta.json</c>, <c>NAME_requests.csv</c> and <c>NAME_timeseries.csv</c>, plain or .gz.</remarks>
internal sealed class MeasuredRun
{
    private readonly JsonElement _meta;

    private MeasuredRun(string stem, JsonElement meta)
    {
        Stem = stem;
        _meta = meta;
        Requests = ReadTable(stem + "_requests.csv") ?? throw new PresetException($"There is no \"{stem}_requests.csv\" beside its meta file.");
        TimeSeries = ReadTable(stem + "_timeseries.csv");
    }

    /// <summary>Path and beginning of the file names.</summary>
    public string Stem { get; }

    /// <summary>The name to show.</summary>
    public string Name => Path.GetFileName(Stem);

    /// <summary>A row per request, in the order of the trace.</summary>
    public CsvTable Requests { get; }

    /// <summary>A row per second, or null.</summary>
    public CsvTable? TimeSeries { get; }

    /// <summary>The model's name without its organisation, in lower case: the name of its preset.</summary>
    public string Model => Text(_meta, "model").Split('/')[^1].ToLowerInvariant();

    /// <summary>The trace's name.</summary>
    public string Workload => Text(_meta, "workload");

    /// <summary>The device's name in lower case.</summary>
    public string Device => Text(_meta, "device").ToLowerInvariant();

    /// <summary>Version of the engine, such as "0.19".</summary>
    public string EngineVersion => string.Join('.', Text(_meta, "vllm_version").Split('.').Take(2));

    public int TensorParallel => (int)Number(Engine, "tensor_parallel_size", 1);

    public int DataParallel => (int)Number(Engine, "data_parallel_size", 1);

    public int? MaxSequences => Number(Engine, "max_num_seqs") is { } value ? (int)value : null;

    public int? TokenBudget => Number(Engine, "max_num_batched_tokens") is { } value ? (int)value : null;

    /// <summary>Device memory in GB, and the share of it that the engine takes.</summary>
    public (double Size, double? Share)? Memory =>
        _meta.TryGetProperty("mem", out JsonElement mem) && Number(mem, "mem_size") is { } size ? (size, Number(mem, "mem_util")) : null;

    /// <summary>Blocks of the KV cache, where the file tells.</summary>
    public int? Blocks => _meta.TryGetProperty("kv_cache", out JsonElement cache) && cache.ValueKind == JsonValueKind.Object
        ? cache.EnumerateObject().Where(p => p.Name.Contains("blocks", StringComparison.Ordinal) && p.Value.ValueKind == JsonValueKind.Number).Select(p => (int?)p.Value.GetInt32()).FirstOrDefault()
        : null;

    /// <summary>Latency and bandwidth of the links between devices.</summary>
    public (double Nanoseconds, double GigabytesPerSecond) Link => (Number(_meta, "link_latency_ns", 0), Number(_meta, "link_bw_gbps_bytes", 0));

    private JsonElement Engine => _meta.GetProperty("engine");

    /// <summary>All runs of a folder, by name.</summary>
    /// <exception cref="PresetException">A file is faulty.</exception>
    public static IReadOnlyList<MeasuredRun> ReadAll(string folder)
    {
        const string ending = "_meta.json";
        string[] files = [.. Directory.GetFiles(folder, "*" + ending).Order(StringComparer.Ordinal)];
        return [.. files.Select(file => Read(file, file[..^ending.Length]))];
    }

    /// <summary>A table that may be compressed; null if it is not there.</summary>
    internal static CsvTable? ReadTable(string path) =>
        File.Exists(path) ? CsvTable.Read(path) : File.Exists(path + ".gz") ? CsvTable.Read(path + ".gz") : null;

    private static MeasuredRun Read(string file, string stem)
    {
        try
        {
            var run = new MeasuredRun(stem, JsonDocument.Parse(File.ReadAllText(file)).RootElement.Clone());
            _ = (run.Model, run.Workload, run.Device, run.EngineVersion, run.TensorParallel);
            return run;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new PresetException($"{file}: {e.Message} Expected model, vllm_version, engine, workload and device.", e);
        }
    }

    private static string Text(JsonElement of, string key) => of.GetProperty(key).GetString() ?? throw new InvalidOperationException($"{key} is null.");

    private static double Number(JsonElement of, string key, double otherwise) => Number(of, key) ?? otherwise;

    private static double? Number(JsonElement of, string key) =>
        of.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? double.Parse(value.GetRawText(), CultureInfo.InvariantCulture) : null;
}
