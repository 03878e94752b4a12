using System.Text.Json;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>One JSON file under reading; all its faults are reported together, each with its line.</summary>
internal sealed class JsonDocumentReader
{
    private const int MostFaultsShown = 20;

    private readonly string _file;
    private readonly byte[] _text;
    private readonly List<JsonSection> _sections = [];
    private readonly List<(string Path, string Message)> _faults = [];

    public JsonDocumentReader(string file, byte[] text)
    {
        _file = file;
        _text = text;
        try
        {
            Root = Open(JsonDocument.Parse(text).RootElement, "");
        }
        catch (JsonException e)
        {
            throw new PresetException($"{file}:{e.LineNumber + 1}: this is not valid JSON: {e.Message}", e);
        }
    }

    public JsonSection Root { get; }

    public bool HasFaults => _faults.Count > 0;

    /// <summary>Reads a file.</summary>
    /// <exception cref="PresetException">It is missing or no JSON.</exception>
    public static JsonDocumentReader Read(string path)
    {
        if (!File.Exists(path)) throw new PresetException($"There is no file \"{path}\".");
        return new JsonDocumentReader(path, File.ReadAllBytes(path));
    }

    public JsonSection Open(JsonElement element, string path, bool quiet = false)
    {
        int before = _faults.Count;
        var section = new JsonSection(this, element, path);
        if (quiet) _faults.RemoveRange(before, _faults.Count - before);
        _sections.Add(section);
        return section;
    }

    public void Fault(string path, string message) => _faults.Add((path, message));

    /// <summary>Ends the reading: unknown keys become faults too.</summary>
    /// <exception cref="PresetException">Anything was wrong; the message has a line for every fault.</exception>
    public void Finish()
    {
        foreach (JsonSection section in _sections) section.ReportUnknownKeys();
        if (_faults.Count == 0) return;
        IReadOnlyDictionary<string, int> lines = JsonLines.Of(_text);
        IEnumerable<string> shown = _faults.Take(MostFaultsShown)
            .Select(fault => $"{_file}:{LineOf(fault.Path, lines)}: {(fault.Path.Length == 0 ? "the file" : fault.Path)} {fault.Message}.");
        string more = _faults.Count > MostFaultsShown ? $"{Environment.NewLine}{_file}: and {_faults.Count - MostFaultsShown} more." : "";
        throw new PresetException(string.Join(Environment.NewLine, shown) + more);
    }

    private static int LineOf(string path, IReadOnlyDictionary<string, int> lines)
    {
        while (path.Length > 0 && !lines.ContainsKey(path)) path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        return lines.GetValueOrDefault(path, 1);
    }
}
