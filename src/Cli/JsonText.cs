using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepStack.Sim.Cli;

/// <summary>What commands print as JSON: built value by value, so that a program compiled ahead of time can print it too.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a value, indented.</summary>
    public static string Of(JsonNode value) => value.ToJsonString(Options);

    /// <summary>A string in quotes.</summary>
    public static string Of(string text) => JsonValue.Create(text).ToJsonString();

    /// <summary>A list of values.</summary>
    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> of) => [.. items.Select(of)];
}
