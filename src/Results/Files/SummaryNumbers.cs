using System.Text.Json;
using DeepStack.Sim.Results.Metrics;

namespace DeepStack.Sim.Results.Files;

/// <summary>Every number of a summary by its name, parts of nested names joined by points.</summary>
public static class SummaryNumbers
{
    /// <summary>The numbers of a run that has ended, in their order; settings are none.</summary>
    public static IReadOnlyDictionary<string, double> Of(RunMetrics metrics)
    {
        using var stream = new MemoryStream();
        SummaryJson.WriteMetrics(stream, metrics);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        var numbers = new OrderedDictionary<string, double>();
        Add(numbers, "", json.RootElement);
        return numbers;
    }

    private static void Add(OrderedDictionary<string, double> numbers, string prefix, JsonElement element)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object) Add(numbers, $"{prefix}{property.Name}.", property.Value);
            else if (property.Value.ValueKind == JsonValueKind.Number) numbers.Add(prefix + property.Name, property.Value.GetDouble());
        }
    }
}
