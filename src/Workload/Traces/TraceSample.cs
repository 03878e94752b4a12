using DeepStack.Sim.Workload.Traces.Formats;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>The beginning of a trace file, by which its format is told.</summary>
internal sealed class TraceSample
{
    private readonly string _text;

    /// <param name="text">The first characters of the file.</param>
    public TraceSample(string text)
    {
        _text = text.TrimStart();
        int end = _text.IndexOfAny(['\r', '\n']);
        string header = end < 0 ? _text : _text[..end];
        Columns = IsJson ? [] : CsvRows.Split(header);
    }

    /// <summary>Whether the file begins like a JSON object.</summary>
    public bool IsJson => _text.StartsWith('{');

    /// <summary>The cells of the first line, if it is no JSON.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Whether the first line names all these columns.</summary>
    public bool HasColumns(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (!Columns.Contains(name)) return false;
        }
        return true;
    }

    /// <summary>Whether the file begins like JSON and a key occurs in its beginning.</summary>
    public bool HasKey(string key) => IsJson && _text.Contains($"\"{key}\"", StringComparison.Ordinal);

    /// <summary>Whether some text occurs in the file's beginning.</summary>
    public bool Contains(string text) => _text.Contains(text, StringComparison.Ordinal);
}
