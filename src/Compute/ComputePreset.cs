using System.Numerics;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Compute;

/// <summary>Reads a <see cref="ComputeSpec"/> from a preset of kind "chips".</summary>
public static class ComputePreset
{
    /// <summary>Reads the logic of a chip; faults are noted in the document.</summary>
    public static ComputeSpec Read(PresetSection section) => Read(section, (int)section.Integer("cores", min: 1, max: 100_000));

    private static ComputeSpec Read(PresetSection section, int cores) => new(
        section.Text("name"),
        cores,
        section.Get<Clock>("clock"),
        ReadMatrix(section.Section("matrix")),
        ReadVector(section.Section("vector")),
        section.Get<Bytes>("core_buffer"),
        ReadShared(section.Section("shared"), cores),
        ReadLaunch(section.Section("launch")),
        ReadAttention(section.Section("attention")),
        [.. section.Sections("quantisation").Select(ReadQuantisation)])
    {
        ExpertKernels = [.. section.Sections("experts").Select(ReadExperts)],
        BlockScaledHost = [.. section.Sections("block_scaled_host").Select(s => new HostLaunch(s.IntegerOr("up_to_rows", long.MaxValue, min: 1), s.Get<Duration>("time")))],
        ExpertSort = section.Get("expert_sort", Duration.Zero),
        ExpertTraffic = section.Get("expert_traffic", 1.0),
    };

    private static MatrixUnitSpec ReadMatrix(PresetSection section)
    {
        PresetSection rates = section.Section("rates"), sustained = section.Section("sustained");
        return new MatrixUnitSpec(
            [.. rates.Keys.Select(key => new MatrixRate(FormatOf(rates, key), rates.Get<double>(key), Share(sustained, key)))],
            (int)section.Integer("row_granule", min: 1, max: 4096),
            (int)section.Integer("column_granule", min: 1, max: 4096),
            section.Get<Bytes>("depth_granule"),
            section.Get<Duration>("step_floor"))
        {
            Stages = (int)section.IntegerOr("stages", otherwise: 16, min: 1, max: 1024),
            TileRules = [.. section.Sections("tile_rules").Select(ReadTileRule)],
            BaseArrays = section.OptionalSection("base_arrays") is { } arrays ? ReadBaseArrays(arrays, section.Integer("row_granule", min: 1, max: 4096)) : null,
        };
    }

    private static BaseArraySpec ReadBaseArrays(PresetSection section, long rowsOfAll)
    {
        long rows = section.Integer("rows", min: 1, max: 4096), level = section.Integer("level_cycles", min: 0, max: 1024);
        if (rowsOfAll % rows != 0 || !BitOperations.IsPow2(rowsOfAll / rows)) section.Fault("rows", $"is {rows}; expected the row_granule, {rowsOfAll}, divided by a power of two");
        return new BaseArraySpec((int)rows, Cycles.FromCount(level));
    }

    private static NumberFormat FormatOf(PresetSection section, string key)
    {
        if (!NumberFormat.TryParse(key, null, out NumberFormat format)) section.Fault(key, "is no number format");
        return format;
    }

    private static TileRule ReadTileRule(PresetSection section) => new(
        section.Get<NumberFormat>("format"),
        section.IntegerOr("up_to_rows", long.MaxValue, min: 1),
        (int)section.Integer("tile_rows", min: 1, max: 4096),
        (int)section.Integer("tile_columns", min: 1, max: 4096));

    private static VectorUnitSpec ReadVector(PresetSection section) =>
        new(section.Get<double>("flops_per_cycle"), section.Get<double>("specials_per_cycle"));

    private static SharedBufferSpec ReadShared(PresetSection section, int cores) =>
        new(section.Get<Bytes>("capacity"), section.Get<Bandwidth>("rate"), section.Get<Duration>("latency"))
        {
            Multicast = (int)section.IntegerOr("multicast", otherwise: 1, min: 1, max: 16),
            Mesh = section.OptionalSection("mesh") is { } mesh ? ReadMesh(mesh, cores) : null,
        };

    private static TileMesh ReadMesh(PresetSection section, int cores)
    {
        var mesh = new TileMesh((int)section.Integer("columns", min: 1, max: 4096), (int)section.Integer("rows", min: 1, max: 4096), (int)section.IntegerOr("regions_across", otherwise: 1, min: 1, max: 64));
        if (mesh.Tiles != cores) section.Fault("columns", $"and rows give {mesh.Tiles} tiles; there are {cores} cores");
        if (mesh.Tiles < 2) section.Fault("columns", "and rows give a single tile, which is no mesh");
        if (mesh.RegionsAcross > Math.Min(mesh.Columns, mesh.Rows)) section.Fault("regions_across", $"is {mesh.RegionsAcross}, more than the shorter side of the mesh");
        return mesh;
    }

    private static LaunchSpec ReadLaunch(PresetSection section)
    {
        LaunchSpec launch = new(section.Get<Duration>("kernel"), section.Get<Duration>("wave"), section.Get<Duration>("reduction"), section.Flag("fuses_elementwise", otherwise: false));
        return launch with { ExpertChoice = section.Get("expert_choice", launch.Kernel), PositionChoice = section.Get("position_choice", launch.Kernel) };
    }

    private static AttentionKernelSpec ReadAttention(PresetSection section) => new(
        section.Get<Duration>("decode_launch"),
        section.Get<Duration>("prompt_launch"),
        section.Get<Duration>("narrowing"),
        section.Get<Duration>("block_start"),
        section.Get<double>("core_share"),
        section.Get<Duration>("split"),
        Share(section, "sustained"),
        Share(section, "softmax"),
        section.Get<double>("overlap_loss"),
        section.Get<double>("prompt_traffic"))
    {
        MultipliesNarrow = section.Flag("multiplies_narrow", otherwise: false),
        LatentSustained = Share(section, section.Has("latent_sustained") ? "latent_sustained" : "sustained"),
    };

    private static QuantisationSpec ReadQuantisation(PresetSection section) =>
        new(section.Get<NumberFormat>("format"), section.Get<Duration>("launch"), section.Get<Duration>("row"), section.Get("turn", Duration.Zero));

    private static ExpertKernelSpec ReadExperts(PresetSection section) =>
        new(section.Get<NumberFormat>("format"), section.Flag("block_scaled", otherwise: false), section.Get<Duration>("launch"), Share(section, "sustained"))
        {
            TileRows = (int)section.IntegerOr("tile_rows", otherwise: 0, min: 1, max: 4096),
            PassesAllRows = section.Flag("passes_all_rows", otherwise: false),
        };

    private static double Share(PresetSection section, string key)
    {
        double share = section.Get<double>(key);
        if (share is <= 0 or > 1) section.Fault(key, $"is {share}; expected a share above 0 and at most 1");
        return share;
    }
}
