using System.Text.Json;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Workload.Models;

/// <summary>The fields of a Hugging Face config.json, read by typed getters; all faults are reported together.</summary>
internal sealed class HuggingFaceConfig
{
    private const int Largest = 1 << 28;

    private readonly List<string> _faults = [];
    private readonly string _text;
    private readonly JsonElement _root;

    private HuggingFaceConfig(string file, string text, JsonElement root)
    {
        File = file;
        _text = text;
        _root = root;
    }

    /// <summary>The file's name, as messages show it.</summary>
    public string File { get; }

    /// <summary>Reads JSON text.</summary>
    public static HuggingFaceConfig Parse(string file, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new HuggingFaceConfig(file, text, document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new PresetException($"{file}:{e.LineNumber + 1}: this is not valid JSON: {e.Message}", e);
        }
        throw new PresetException($"{file}:1: expected a JSON object with the fields of a model configuration.");
    }

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A positive size; a missing one is a fault.</summary>
    public int Size(string key)
    {
        if (Find(key) is { } value) return Whole(key, value, 1);
        Fault(key, "is missing; expected a whole number");
        return 1;
    }

    /// <summary>A size, or what to take if the field is missing.</summary>
    public int Size(string key, int otherwise) => Find(key) is { } value ? Whole(key, value, 0) : otherwise;

    /// <summary>A text, or what to take if the field is missing.</summary>
    public string Text(string key, string otherwise) => Find(key) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : otherwise;

    /// <summary>Yes or no, or what to take if the field is missing.</summary>
    public bool Flag(string key, bool otherwise)
    {
        if (Find(key) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Fault(key, $"is {value.GetRawText()}; expected true or false");
        return otherwise;
    }

    /// <summary>A field inside an object, if both are there.</summary>
    public JsonElement? Inside(string key, string inner) =>
        Find(key) is { ValueKind: JsonValueKind.Object } section && section.TryGetProperty(inner, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Notes a fault of a field; the message follows its name.</summary>
    public void Fault(string key, string message) => _faults.Add($"{File}:{LineOf(key)}: {key} {message}.");

    /// <summary>Ends the reading.</summary>
    /// <exception cref="PresetException">Anything was wrong.</exception>
    public void Finish()
    {
        if (_faults.Count > 0) throw new PresetException(string.Join(Environment.NewLine, _faults));
    }

    private JsonElement? Find(string key) =>
        _root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private int Whole(string key, JsonElement value, int min)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= min && number <= Largest) return number;
        Fault(key, $"is {value.GetRawText()}; expected a whole number from {min} to {Largest}");
        return 1;
    }

    private int LineOf(string key)
    {
        int at = _text.IndexOf($"\"{key}\"", StringComparison.Ordinal);
        return at < 0 ? 1 : _text.AsSpan(0, at).Count('\n') + 1;
    }
}
