using System.Text.Json;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;

namespace DeepStack.Sim.Studies.Comparison;

/// <summary>One side of a comparison: the metrics and settings of a run of ours, or of a measured one, by name.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Metrics">Numbers by name, in file order; nested names are joined by points.</param>
/// <param name="Settings">Texts by name, in file order.</param>
/// <param name="Operators">Where step time went; empty where that is not known.</param>
public sealed record ComparedRun(string Name, IReadOnlyList<KeyValuePair<string, double>> Metrics, IReadOnlyList<KeyValuePair<string, string>> Settings, IReadOnlyList<OperatorShare> Operators)
{
    /// <summary>A metric, or null where the run does not have it.</summary>
    public double? Find(string metric)
    {
        foreach ((string name, double value) in Metrics)
        {
            if (name == metric) return value;
        }
        return null;
    }

    /// <summary>Reads the folder of a run, or a JSON file with metrics named as vLLM's benchmark names them.</summary>
    /// <exception cref="PresetException">Neither is there, or what is there is damaged.</exception>
    public static ComparedRun Read(string path)
    {
        bool isFolder = Directory.Exists(path);
        string file = isFolder ? Path.Combine(path, ResultFiles.Summary) : path;
        if (!File.Exists(file)) throw new PresetException($"{path}: there is no run here; give the folder of a run, or a JSON file with the metrics of a measured one.");
        var metrics = new List<KeyValuePair<string, double>>();
        var settings = new List<KeyValuePair<string, string>>();
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new PresetException($"{file}: expected a JSON object with metrics by name.");
            Flatten("", document.RootElement, metrics, settings);
        }
        catch (JsonException e)
        {
            throw new PresetException($"{file}: this is no JSON: {e.Message}", e);
        }
        if (metrics.Count == 0) throw new PresetException($"{file}: there is no metric in it.");
        string operators = Path.Combine(path, ResultFiles.Operators);
        return new ComparedRun(path, metrics, settings, isFolder && File.Exists(operators) ? OperatorShare.Read(operators) : []);
    }

    /// <summary>Lists of values, such as the token times of every request, are no metrics and are left out.</summary>
    private static void Flatten(string prefix, JsonElement element, List<KeyValuePair<string, double>> metrics, List<KeyValuePair<string, string>> settings)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object) Flatten(name + ".", property.Value, metrics, settings);
            else if (property.Value.ValueKind == JsonValueKind.Number) metrics.Add(new(name, property.Value.GetDouble()));
            else if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False) settings.Add(new(name, property.Value.ToString()));
        }
    }
}
