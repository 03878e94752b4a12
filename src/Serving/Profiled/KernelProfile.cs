using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Serving.Profiled;

/// <summary>Measured kernel times of one model on one device: layers against tokens or sequences, attention against what it reads.</summary>
/// <remarks>
/// Read from <c>PREFIX_layers.csv</c> (<c>layer, unit, n, time_us</c>), <c>PREFIX_attention.csv</c> (<c>prefill_chunk, kv_prefill, n_decode,
/// kv_decode, time_us</c>, per layer) and, for mixtures of experts, <c>PREFIX_moe.csv</c> (tokens, activated experts, <c>time_us</c>, per
/// layer); each plain or .gz.
/// </remarks>
public sealed class KernelProfile
{
    private static readonly HashSet<string> OncePerStep = new(["embedding", "final_layernorm", "lm_head", "sampler"], StringComparer.Ordinal);

    private readonly List<Kernel> _kernels = [];
    private readonly NestedTable _decodeOnly;
    private readonly NestedTable? _prefillOnly;
    private readonly NestedTable? _mixed;
    private readonly NestedTable? _experts;

    private KernelProfile(CsvTable layers, CsvTable attention, CsvTable? experts)
    {
        foreach (var group in layers.Rows.GroupBy(row => row["layer"]).OrderBy(group => group.Key, StringComparer.Ordinal))
            _kernels.Add(KernelOf(group.Key, [.. group]));
        var rows = attention.Rows.Select(AttentionRow).ToList();
        _decodeOnly = Table(rows.Where(r => r.At[0] == 0 && r.At[2] > 0).Select(r => (r.At[2..], r.Value)))
            ?? throw new PresetException($"{attention.File}: no row has a prefill chunk of 0, so that decode steps have no times.");
        _prefillOnly = Table(rows.Where(r => r.At[2] == 0 && r.At[0] > 0).Select(r => (r.At[..2], r.Value)));
        _mixed = Table(rows.Where(r => r.At[2] > 0));
        _experts = experts is null ? null : new NestedTable(experts.Rows.Select(row => ExpertRow(experts, row)));
    }

    /// <summary>Whether times of expert layers are part of the profile.</summary>
    public bool HasExperts => _experts is not null;

    /// <summary>Reads the files of a profile.</summary>
    /// <param name="prefix">Path and beginning of the file names.</param>
    /// <exception cref="PresetException">A file is missing or faulty; the message names it and the column.</exception>
    public static KernelProfile Read(string prefix)
    {
        CsvTable layers = Open(prefix, "_layers.csv") ?? throw new PresetException($"There is no kernel profile \"{prefix}_layers.csv\" (or .gz).");
        CsvTable attention = Open(prefix, "_attention.csv") ?? throw new PresetException($"There is no kernel profile \"{prefix}_attention.csv\" (or .gz).");
        return new KernelProfile(layers, attention, Open(prefix, "_moe.csv"));
    }

    /// <summary>Microseconds of one layer without attention and experts.</summary>
    /// <param name="tokens">New tokens of the step.</param>
    /// <param name="sequences">Sequences of the step.</param>
    public double LayerMicroseconds(int tokens, int sequences) => Sum(oncePerStep: false, tokens, sequences);

    /// <summary>Microseconds of what is done once per step: embedding, last norm, LM head, sampler.</summary>
    /// <param name="tokens">New tokens of the step.</param>
    /// <param name="sequences">Sequences that sample a token.</param>
    public double StepMicroseconds(int tokens, int sequences) => Sum(oncePerStep: true, tokens, sequences);

    /// <summary>Microseconds of attention in one layer.</summary>
    /// <param name="load">What attention reads and computes.</param>
    public double AttentionMicroseconds(in AttentionPoint load)
    {
        if (load.DecodeSequences == 0) return (_prefillOnly ?? _mixed ?? _decodeOnly).At([load.PrefillTokens, load.PrefillContext]);
        if (load.PrefillTokens == 0 || _mixed is null) return _decodeOnly.At([load.DecodeSequences, load.DecodeContext]);
        return _mixed.At([load.PrefillTokens, load.PrefillContext, load.DecodeSequences, load.DecodeContext]);
    }

    /// <summary>Microseconds of the experts of one layer.</summary>
    /// <param name="tokens">Tokens that are routed.</param>
    /// <param name="activated">Experts that get any.</param>
    public double ExpertMicroseconds(double tokens, double activated) => _experts?.At([tokens, activated]) ?? 0;

    private double Sum(bool oncePerStep, int tokens, int sequences)
    {
        double sum = 0;
        foreach (Kernel kernel in _kernels)
            if (kernel.OncePerStep == oncePerStep) sum += kernel.Calls * kernel.Times.At([kernel.BySequences ? sequences : tokens]);
        return sum;
    }

    /// <summary>A layer has two norms; the profile holds the time of one call.</summary>
    private static Kernel KernelOf(string name, IReadOnlyList<CsvRow> rows) => new(
        new NestedTable(rows.Select(row => (new[] { row.Get<double>("n") }, row.Get<double>("time_us")))),
        rows[0]["unit"] == "sequences",
        OncePerStep.Contains(name),
        name == "layernorm" ? 2 : 1);

    private static (double[] At, double Value) AttentionRow(CsvRow row) => (
        [row.Get<double>("prefill_chunk"), row.Get<double>("kv_prefill"), row.Get<double>("n_decode"), row.Get<double>("kv_decode")],
        row.Get<double>("time_us"));

    private static (double[] At, double Value) ExpertRow(CsvTable table, CsvRow row) =>
        ([row.Get<double>(ColumnWith(table, "token")), row.Get<double>(ColumnWith(table, "expert"))], row.Get<double>("time_us"));

    private static string ColumnWith(CsvTable table, string word) =>
        table.Header.FirstOrDefault(column => column.Contains(word, StringComparison.Ordinal))
        ?? throw new PresetException($"{table.File}: no column is about {word}s; expected tokens, activated experts and time_us.");

    private static NestedTable? Table(IEnumerable<(double[] At, double Value)> rows)
    {
        List<(double[] At, double Value)> kept = [.. rows];
        return kept.Count == 0 ? null : new NestedTable(kept);
    }

    private static CsvTable? Open(string prefix, string ending)
    {
        string path = prefix + ending;
        return File.Exists(path) ? CsvTable.Read(path) : File.Exists(path + ".gz") ? CsvTable.Read(path + ".gz") : null;
    }

    private sealed record Kernel(NestedTable Times, bool BySequences, bool OncePerStep, int Calls);
}
