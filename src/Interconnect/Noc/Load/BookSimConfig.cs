using System.Globalization;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Noc.Load;

/// <summary>The lines of a BookSim 2 configuration file: <c>key = value;</c>, comments after two slashes.</summary>
/// <remarks>All faults of a file are reported together; a key nobody asked for is one of them.</remarks>
internal sealed class BookSimConfig
{
    private readonly string _file;
    private readonly Dictionary<string, (string Value, int Line)> _entries = [];
    private readonly HashSet<string> _asked = [];
    private readonly List<(int Line, string Message)> _faults = [];

    private BookSimConfig(string file) => _file = file;

    public static BookSimConfig Parse(string file, string text)
    {
        var config = new BookSimConfig(file);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++) config.ParseLine(lines[i], i + 1);
        return config;
    }

    /// <summary>Whether a key is set.</summary>
    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>A whole number in a range; without a default the key is required.</summary>
    public long Integer(string key, long min, long max, long? otherwise = null)
    {
        if (Find(key, otherwise is not null) is not { } text) return otherwise ?? min;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max) return value;
        Fault(key, $"is \"{text}\"; expected a whole number from {min} to {max}");
        return min;
    }

    /// <summary>A number above 0.</summary>
    public double Positive(string key, double otherwise)
    {
        if (Find(key, true) is not { } text) return otherwise;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value)) return value;
        Fault(key, $"is \"{text}\"; expected a number above 0");
        return otherwise;
    }

    /// <summary>One of the words; the first is taken where the key is missing and not required.</summary>
    public string Choice(string key, bool required, params IReadOnlyList<string> choices)
    {
        if (Find(key, !required) is not { } text) return choices[0];
        if (choices.Contains(text)) return text;
        Fault(key, $"is \"{text}\"; expected {(choices.Count > 1 ? "one of " : "")}{string.Join(", ", choices)}{DidYouMean(text, choices)}");
        return choices[0];
    }

    /// <summary>A word that something else will judge.</summary>
    public string Word(string key) => Find(key, false) ?? "";

    /// <summary>Something that only exists in one form here.</summary>
    public void Fixed(string key, double value, string why)
    {
        if (Find(key, true) is not { } text) return;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double given) || given != value)
            Fault(key, string.Create(CultureInfo.InvariantCulture, $"is \"{text}\"; only {value} is modelled: {why}"));
    }

    /// <summary>Notes a fault of a key.</summary>
    public void Fault(string key, string message) => FaultAt(_entries.TryGetValue(key, out (string, int Line) entry) ? entry.Line : 1, $"{key} {message}.");

    /// <exception cref="PresetException">Anything was wrong.</exception>
    public void Finish()
    {
        foreach ((string key, (_, int line)) in _entries)
            if (!_asked.Contains(key)) FaultAt(line, $"{key} is not known here.{Spelling.DidYouMean(key, _asked)} Known: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
        if (_faults.Count > 0) throw new PresetException(string.Join(Environment.NewLine, _faults.OrderBy(f => f.Line).Select(f => f.Message)));
    }

    private void ParseLine(string line, int number)
    {
        int comment = line.IndexOf("//", StringComparison.Ordinal);
        string text = (comment < 0 ? line : line[..comment]).Trim();
        if (text.Length == 0) return;
        string[] parts = text.TrimEnd(';').Split('=');
        string key = parts[0].Trim();
        if (parts.Length != 2 || key.Length == 0 || parts[1].Trim().Length == 0 || !text.EndsWith(';'))
            FaultAt(number, $"\"{text}\" is no setting; expected \"key = value;\".");
        else if (!_entries.TryAdd(key, (parts[1].Trim(), number)))
            FaultAt(number, $"{key} was already set in line {_entries[key].Line}.");
    }

    private static string DidYouMean(string text, IEnumerable<string> choices) => Spelling.DidYouMean(text, choices) is { Length: > 0 } hint ? "." + hint : "";

    private void FaultAt(int line, string message) => _faults.Add((line, $"{_file}:{line}: {message.Replace("?.", "?", StringComparison.Ordinal)}"));

    private string? Find(string key, bool optional)
    {
        _asked.Add(key);
        if (_entries.TryGetValue(key, out (string Value, int) entry)) return entry.Value;
        if (!optional) Fault(key, "is missing");
        return null;
    }
}
