using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Compute;

/// <summary>Reads a <see cref="ComputeSpec"/> from a preset of kind "chips".</summary>
public static class ComputePreset
{
    /// <summary>Reads the logic of a chip; faults are noted in the document.</summary>
    public static ComputeSpec Read(PresetSection section)
    {
        PresetSection shared = section.Section("shared");
        return new ComputeSpec(
            section.Text("name"),
            (int)section.Integer("cores", min: 1, max: 100_000),
            section.Get<Clock>("clock"),
            ReadMatrix(section.Section("matrix")),
            ReadVector(section.Section("vector")),
            section.Get<Bytes>("core_buffer"),
            new SharedBufferSpec(shared.Get<Bytes>("capacity"), shared.Get<Bandwidth>("rate"), shared.Get<Duration>("latency")),
            ReadLaunch(section.Section("launch")));
    }

    private static MatrixUnitSpec ReadMatrix(PresetSection section)
    {
        PresetSection rates = section.Section("rates");
        double sustained = section.Get<double>("sustained");
        if (sustained is <= 0 or > 1) section.Fault("sustained", $"is {sustained}; expected a share above 0 and at most 1");
        return new MatrixUnitSpec(
            [.. rates.Keys.Select(key => ReadRate(rates, key))],
            (int)section.Integer("row_granule", min: 1, max: 4096),
            (int)section.Integer("column_granule", min: 1, max: 4096),
            section.Get<Bytes>("depth_granule"),
            sustained,
            section.Get<Duration>("step_floor"));
    }

    private static MatrixRate ReadRate(PresetSection rates, string key)
    {
        if (!NumberFormat.TryParse(key, null, out NumberFormat format)) rates.Fault(key, "is no number format");
        return new MatrixRate(format, rates.Get<double>(key));
    }

    private static VectorUnitSpec ReadVector(PresetSection section) =>
        new(section.Get<double>("flops_per_cycle"), section.Get<double>("specials_per_cycle"), section.Get<double>("overlap_loss"));

    private static LaunchSpec ReadLaunch(PresetSection section) =>
        new(section.Get<Duration>("kernel"), section.Get<Duration>("wave"), section.Get<Duration>("reduction"), section.Flag("fuses_elementwise", otherwise: false));
}
