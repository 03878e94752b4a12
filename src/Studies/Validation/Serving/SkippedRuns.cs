namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>Measured runs that are not replayed: each set-up of a file with its rows and why.</summary>
internal static class SkippedRuns
{
    private static readonly (string File, string Column, Func<string, string> SetUpOf, string Reason)[] Files =
    [
        ("apex_vllm_8xh100", "case", WithoutReplica, "the engine is vLLM of late 2024, before V1, whose scheduler no engine profile follows"),
        ("h200x8_vllm_concurrency_sweep", "model_id", model => model, "no preset of the model"),
        ("vllm085_8replica_multiround", "setup", setUp => setUp, "the device is not known: A100-80G or H20"),
    ];

    /// <summary>A row per set-up of each file that the folder holds.</summary>
    public static IEnumerable<ValidationRow> Of(string folder) =>
        from file in Files
        let table = MeasuredRun.ReadTable(Path.Combine(folder, file.File + ".csv"))
        where table is not null
        from setUp in table.Rows.GroupBy(row => file.SetUpOf(row[file.Column]))
        select new ValidationRow($"{file.File}, {setUp.Key}", "rows skipped", setUp.Count(), 0, 0, null) { Note = file.Reason };

    /// <summary>The case of a run whose replicas have rows of their own, numbered at the end.</summary>
    private static string WithoutReplica(string text)
    {
        int end = text.LastIndexOf('_');
        return end > 0 && text[(end + 1)..].All(char.IsAsciiDigit) ? text[..end] : text;
    }
}
