using System.Text.Json;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>An object inside a JSON file, read by typed getters that note faults and let reading go on.</summary>
internal sealed class JsonSection
{
    private readonly JsonDocumentReader _document;
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly HashSet<string> _read = [];

    public JsonSection(JsonDocumentReader document, JsonElement element, string path)
    {
        _document = document;
        _element = element;
        _path = path;
        if (element.ValueKind != JsonValueKind.Object) Fault("", "should be an object ({ \"key\": value })");
    }

    public bool Has(string key) => TryFind(key, out _);

    /// <summary>A whole number in a range, or what to take if the key is missing; without that, a missing key is a fault.</summary>
    public long Integer(string key, long min, long max = long.MaxValue, long? otherwise = null)
    {
        if (!TryFind(key, out JsonElement value)) return otherwise ?? Missing<long>(key);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= min && number <= max) return number;
        Fault(key, $"is {value.GetRawText()}; expected a whole number {(max == long.MaxValue ? $"of at least {min}" : $"from {min} to {max}")}");
        return Math.Max(min, otherwise ?? min);
    }

    /// <summary>A positive number, whole or not, or what to take if the key is missing.</summary>
    public double Positive(string key)
    {
        if (!TryFind(key, out JsonElement value)) return Missing<double>(key);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number > 0 && double.IsFinite(number)) return number;
        Fault(key, $"is {value.GetRawText()}; expected a number above 0");
        return 1;
    }

    public string Text(string key, string? otherwise = null)
    {
        if (!TryFind(key, out JsonElement value)) return otherwise ?? Missing<string>(key) ?? "";
        if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
        Fault(key, $"is {value.GetRawText()}; expected a text");
        return otherwise ?? "";
    }

    /// <summary>One of some words.</summary>
    public string Choice(string key, string? otherwise, params string[] choices)
    {
        string text = Text(key, otherwise);
        if (Has(key) && !choices.Contains(text)) Fault(key, $"is \"{text}\"; expected one of {string.Join(", ", choices)}.{Spelling.DidYouMean(text, choices)}");
        return text;
    }

    public bool Flag(string key)
    {
        if (!TryFind(key, out JsonElement value)) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fault(key, $"is {value.GetRawText()}; expected true or false");
        return false;
    }

    public IReadOnlyList<int> Integers(string key)
    {
        if (!TryFind(key, out JsonElement value)) return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out _)))
            return [.. value.EnumerateArray().Select(e => e.GetInt32())];
        Fault(key, "should be a list of whole numbers");
        return [];
    }

    public JsonSection Section(string key)
    {
        if (TryFind(key, out JsonElement value)) return _document.Open(value, Inner(key));
        Missing<object>(key);
        return _document.Open(default, Inner(key), quiet: true);
    }

    public IReadOnlyList<JsonSection> Sections(string key, bool required = true)
    {
        if (!TryFind(key, out JsonElement value))
        {
            if (required) Missing<object>(key);
            return [];
        }
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray().Select((e, i) => _document.Open(e, $"{Inner(key)}[{i}]"))];
        Fault(key, "should be a list");
        return [];
    }

    /// <summary>Notes a fault of a key, or of the object itself if the key is empty.</summary>
    public void Fault(string key, string message) => _document.Fault(key.Length == 0 ? _path : Inner(key), message);

    internal void ReportUnknownKeys()
    {
        if (_element.ValueKind != JsonValueKind.Object) return;
        foreach (JsonProperty property in _element.EnumerateObject().Where(p => !_read.Contains(p.Name)))
            Fault(property.Name, $"is not known here.{Spelling.DidYouMean(property.Name, _read)} Known: {string.Join(", ", _read.Order(StringComparer.Ordinal))}");
    }

    private bool TryFind(string key, out JsonElement value)
    {
        _read.Add(key);
        value = default;
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(key, out value);
    }

    private T? Missing<T>(string key)
    {
        if (_element.ValueKind == JsonValueKind.Object) Fault("", $"has no \"{key}\"");
        return default;
    }

    private string Inner(string key) => _path.Length == 0 ? key : $"{_path}.{key}";
}
