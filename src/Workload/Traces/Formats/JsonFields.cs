using System.Text.Json;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>Typed getters over a JSON object of a trace; a getter that fails notes the fault and gives null.</summary>
internal readonly struct JsonFields(JsonElement element, int line, TraceBuilder builder)
{
    /// <summary>The line the object begins at.</summary>
    public int Line => line;

    /// <summary>A field that is not null.</summary>
    public JsonElement? Find(string key) => element.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A field; a missing one is a fault.</summary>
    public JsonElement? Need(string key)
    {
        if (Find(key) is { } value) return value;
        builder.Fault(line, $"{key} is missing");
        return null;
    }

    /// <summary>A number of tokens, at least one.</summary>
    public int? Tokens(string key) => Need(key) is { } value ? TokensIn(key, value) : null;

    /// <summary>A number of tokens, at least a minimum, from a value.</summary>
    public int? TokensIn(string what, JsonElement value, int min = 1)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int tokens) && tokens >= min && tokens <= TraceBuilder.MostTokens) return tokens;
        builder.Fault(line, $"{what} is {Shorten(value)}; expected a whole number of tokens from {min}");
        return null;
    }

    /// <summary>A number in seconds as picoseconds.</summary>
    /// <param name="what">The name to show.</param>
    /// <param name="value">The value.</param>
    /// <param name="unit">Seconds in one unit of the number.</param>
    public Int128? TimeIn(string what, JsonElement value, decimal unit)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) && Math.Abs(number) < 1e15m && TraceBuilder.Picoseconds(number * unit) is { } time) return time;
        builder.Fault(line, $"{what} is {Shorten(value)}; expected a time");
        return null;
    }

    /// <summary>Notes a fault of the object.</summary>
    public void Fault(string message) => builder.Fault(line, message);

    private static string Shorten(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "...";
    }
}
