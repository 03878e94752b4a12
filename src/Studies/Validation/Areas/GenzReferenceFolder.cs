using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>A folder with outputs of GenZ: any of results.csv, chunked.csv, collectives.csv, op_breakdown.csv, and models.json.</summary>
internal sealed class GenzReferenceFolder
{
    private static readonly string[] Files = ["results.csv", "chunked.csv", "collectives.csv", "op_breakdown.csv"];

    private static readonly (GenZTransfer Kind, string Column)[] Collective =
    [
        (GenZTransfer.AllReduce, "all_reduce_us"),
        (GenZTransfer.AllGather, "all_gather_us"),
        (GenZTransfer.AllToAll, "all_to_all_us"),
        (GenZTransfer.SendReceive, "p2p_us"),
    ];

    private readonly string _folder;
    private readonly GenZCatalogue _catalogue;

    public GenzReferenceFolder(string folder)
    {
        if (!Array.Exists(Files, file => File.Exists(Path.Combine(folder, file))))
            throw new PresetException($"\"{folder}\" has none of {string.Join(", ", Files)}.");
        _folder = folder;
        string models = Path.Combine(folder, "models.json");
        _catalogue = File.Exists(models) ? GenZCatalogue.Shipped.WithModelsOf(models) : GenZCatalogue.Shipped;
    }

    public IEnumerable<GenzCase> Results() => Rows("results.csv").Select(row =>
    {
        GenZPoint point = Checked(row, new GenZPoint(_catalogue.Model(row["model"]), PlatformOf(row), PlanOf(row), StageOf(row))
        {
            Format = FormatOf(row),
            Efficiency = row.Get<double>("eff"),
            Batch = row.Get<long>("batch"),
            InputTokens = row.Get<long>("input_tokens"),
            OutputTokens = row.Get<long>("output_tokens"),
            Offload = row["offload"] == "1",
        });
        return new GenzCase($"results/{row["id"]}", point, FitOf(row), row);
    });

    public IEnumerable<GenzCase> Chunked() => Rows("chunked.csv").Select(row =>
    {
        GenZPlan plan = GenZPlan.Single with { Tensor = row.Get<int>("tp") };
        GenZPoint point = Checked(row, new GenZPoint(_catalogue.Model(row["model"]), _catalogue.Platform(row["platform"]), plan, GenZStage.Chunked)
        {
            InputTokens = row.Get<long>("prefill_chunk_tokens"),
            PastTokens = row.Get<long>("prefill_past_kv"),
            Decodes = row.Get<long>("num_decodes"),
            DecodeContext = row.Get<long>("decode_kv"),
        });
        return new GenzCase($"chunked/{row["id"]}", point, FitOf(row), row);
    });

    public IEnumerable<GenzCollectiveCase> Collectives() => Rows("collectives.csv").Select(row => new GenzCollectiveCase(
        $"collectives/{row["id"]}",
        new GenZPlatform("links", default, default, default, GenZPlatform.FromGibibytes(row.Get<double>("icn_gibs")), LatencyOf(row)),
        row.Get<int>("nodes"),
        row.Get<double>("bytes"),
        [.. Collective.Select(c => (c.Kind, c.Column, row.Get<double>(c.Column)))]));

    public IEnumerable<GenzOperatorCase> Operators() => Rows("op_breakdown.csv").GroupBy(row => row["case"]).Select(rows =>
    {
        CsvRow row = rows.First();
        GenZPoint point = Checked(row, new GenZPoint(_catalogue.Model(row["model"]), _catalogue.Platform(row["platform"]), PlanOf(row), StageOf(row))
        {
            Batch = row.Get<long>("batch"),
            InputTokens = row.Get<long>("input_tokens"),
        });
        return new GenzOperatorCase($"op_breakdown/{rows.Key}", point, [.. rows.Where(r => r["op_type"] is not ("Repeat" or "EndRepeat"))]);
    });

    private IEnumerable<CsvRow> Rows(string file)
    {
        string path = Path.Combine(_folder, file);
        return File.Exists(path) ? CsvTable.Read(path).Rows : [];
    }

    private static GenZPlatform PlatformOf(CsvRow row) => new(
        row["platform"],
        FlopRate.FromFlopsPerSecond(row.Get<double>("flops_tflops") * 1e12),
        Bytes.FromCount((long)(row.Get<double>("mem_gib") * (1L << 30))),
        GenZPlatform.FromGibibytes(row.Get<double>("mem_bw_gibs")),
        GenZPlatform.FromGibibytes(row.Get<double>("icn_gibs")),
        LatencyOf(row));

    private static Duration LatencyOf(CsvRow row) => Duration.FromPicoseconds((long)Math.Round(row.Get<double>("icn_lat_us") * 1e6));

    private static GenZPlan PlanOf(CsvRow row) => new(row.Get<int>("tp"), row.Get<int>("pp"), row.Get<int>("ep"));

    private static GenZStage StageOf(CsvRow row) => row["stage"] switch
    {
        "prefill" => GenZStage.Prefill,
        "decode" => GenZStage.Decode,
        var other => throw row.Fault($"stage is \"{other}\"; expected prefill or decode."),
    };

    private static GenZFit FitOf(CsvRow row) => row["status"] switch
    {
        "ok" => GenZFit.Fits,
        "ok_offloaded" => GenZFit.Offloaded,
        "oom" => GenZFit.OutOfMemory,
        var other => throw row.Fault($"status is \"{other}\"; expected ok, ok_offloaded or oom."),
    };

    private static NumberFormat FormatOf(CsvRow row) => GenZFormats.TryParse(row["bits"], out NumberFormat format)
        ? format
        : throw row.Fault($"bits is \"{row["bits"]}\"; expected a number format such as bf16.");

    private static GenZPoint Checked(CsvRow row, in GenZPoint point)
    {
        try
        {
            return GenZPointCheck.Checked(point);
        }
        catch (PresetException e)
        {
            throw row.Fault(e.Message);
        }
    }
}
