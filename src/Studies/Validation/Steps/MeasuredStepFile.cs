using System.Globalization;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Validation.Steps;

/// <summary>Reads measured runs from the figures of DeepStack's artifact.</summary>
/// <remarks>
/// Prompts and outputs of the two vLLM figures have 1,024 tokens each, so that half way a sequence has 1,536; the third file says so itself.
/// </remarks>
public static class MeasuredStepFile
{
    private const int Prompt = 1024, Halfway = 1536;

    private static readonly Dictionary<string, string> Models = new(StringComparer.Ordinal)
    {
        ["llama3-70b"] = "llama-3-70b",
        ["llama3.3-70b"] = "llama-3.3-70b",
        ["llama3-405b"] = "llama-3.1-405b",
    };

    /// <summary>Every measured run of a folder, file by file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isNeeded">Whether a folder without any of the files is refused.</param>
    /// <exception cref="PresetException">The folder holds none of the files, or a row cannot be read.</exception>
    public static IReadOnlyList<MeasuredStep> Read(string folder, bool isNeeded = true)
    {
        List<MeasuredStep> all =
        [
            .. RowsOf(folder, "fig09_vllm_8xb200.csv", row => new MeasuredStep(
                "fig09", ModelOf(row), "b200-8", SharesExperts: true, row.Count("batch"), Halfway, Prompt, row["mode"], row.Number("sys_decode_tps"), row.Number("sys_prefill_tps"))),
            .. RowsOf(folder, "fig10_vllm_4xmi325x.csv", row => new MeasuredStep(
                "fig10", ModelOf(row), "mi325x-4", SharesExperts: false, row.Count("batch"), Halfway, Prompt, "cuda_graphs", row.Number("sys_decode_tps"), PromptRate: 0)),
            .. RowsOf(folder, "fig12_vllm_dsv32_8xb200.csv", row => new MeasuredStep(
                "fig12", "deepseek-v3.2", "b200-8", SharesExperts: true, row.Count("batch"), row.Count("kv_mid"), row.Count("prompt_tokens"), "cuda_graphs", row.Number("sys_decode_tps"), PromptRate: 0)),
        ];
        return all.Count > 0 || !isNeeded ? all : throw new PresetException($"There are no measured steps (fig09, fig10, fig12 or table4) in \"{folder}\".");
    }

    private static string ModelOf(Row row) => Models.GetValueOrDefault(row["model"], row["model"]);

    private static IEnumerable<MeasuredStep> RowsOf(string folder, string name, Func<Row, MeasuredStep> of)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path)) return [];
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0)];
        string[] columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select((line, i) => of(new Row(path, i + 2, columns, line.Split(','))))];
    }

    private sealed record Row(string Path, int Line, string[] Columns, string[] Cells)
    {
        public string this[string column] => Array.IndexOf(Columns, column) is >= 0 and var at && at < Cells.Length
            ? Cells[at]
            : throw new PresetException($"{Path}:{Line}: there is no \"{column}\".");

        public double Number(string column) => double.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0
            ? number
            : throw new PresetException($"{Path}:{Line}: {column} is \"{this[column]}\"; expected a positive number.");

        public int Count(string column) => (int)Number(column);
    }
}
