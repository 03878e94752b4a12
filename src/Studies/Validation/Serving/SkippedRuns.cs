namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>Measured runs that are not replayed: each set-up of <c>vllm085_8replica_multiround.csv</c> with its rows and what it does not tell.</summary>
internal static class SkippedRuns
{
    private const string Name = "vllm085_8replica_multiround";

    private static readonly (string Column, string Fact)[] Needed =
    [
        ("device", "the device"),
        ("router", "which replica a request went to"),
        ("hash_ids", "which prompts share blocks, and what the caches held at the start"),
    ];

    /// <summary>A row per set-up; none if the folder has no such file.</summary>
    public static IEnumerable<ValidationRow> Of(string folder)
    {
        if (MeasuredRun.ReadTable(Path.Combine(folder, Name + ".csv")) is not { } table) return [];
        string note = $"the rows do not say {string.Join("; ", Needed.Where(need => !table.Has(need.Column)).Select(need => need.Fact))}";
        return table.Rows.GroupBy(row => row["setup"]).Select(setUp => new ValidationRow($"{Name}, {setUp.Key}", "rows skipped", setUp.Count(), 0, 0, null) { Note = note });
    }
}
