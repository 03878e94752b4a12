using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Ablation;

/// <summary>Reads "table4_ablation.csv" of DeepStack's artifact.</summary>
internal static class AblationFile
{
    private const string Name = "table4_ablation.csv";

    /// <summary>The configurations of a folder, in file order; none where it lacks the file.</summary>
    /// <exception cref="Presets.PresetException">The file cannot be read.</exception>
    public static IReadOnlyList<AblationStep> Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        return File.Exists(path) ? [.. CsvTable.Read(path).Rows.Select(Of)] : [];
    }

    private static AblationStep Of(CsvRow row)
    {
        bool overlaps = row.Get<int>("overlap") == 1;
        var plan = new ParallelPlan(row.Get<int>("tp"))
        {
            AttentionData = row.Get<int>("dp") * row.Get<int>("ep"),
            ExpertParallel = row.Get<int>("ep") * (row["moe_tp_mode"] == "replace_only" ? row.Get<int>("tp") : 1),
            PipelineParallel = row.Get<int>("pp"),
            OverlapChunks = overlaps ? 4 : 1,
            Overlap = overlaps ? OverlapModes.Prefetch : OverlapModes.None,
        };
        return new AblationStep(row.Get<int>("step"), row["name"], row.Get<int>("batch"), plan, row["arch"] != "stacked_gpu_base", row.Get<double>("stps"));
    }
}
