using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DeepStack.Sim.Presets;

/// <summary>A mapping inside a preset, read by typed getters.</summary>
/// <remarks>
/// A number is written plainly (<c>banks: 16</c>) or with its origin
/// (<c>tRC: { value: 45.3 ns, kind: paper, source: "..." }</c>); an origin given for a section (its keys <c>kind</c> and <c>source</c>)
/// holds for every plain number in it. A getter that fails notes the fault, returns the default, and lets reading go on.
/// </remarks>
public sealed class PresetSection
{
    private static readonly string[] KeysOfOrigin = ["value", "kind", "source"];

    private readonly PresetDocument _document;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _read = [];
    private readonly HashSet<string> _unreadable = [];
    private readonly List<PresetSection> _sections = [];
    private readonly string _kind;
    private readonly string _source;

    internal PresetSection(PresetDocument document, string path, YamlMappingNode node, string kind = "", string source = "")
    {
        _document = document;
        Path = path;
        _node = node;
        _kind = PlainText("kind") ?? kind;
        _source = PlainText("source") ?? source;
    }

    /// <summary>Where the section stands, such as "dram.timing"; empty for the root.</summary>
    public string Path { get; }

    /// <summary>File and line at which the section begins, or the option that gave it.</summary>
    public string Place => _document.PlaceOf(_node);

    /// <summary>File and line of a key's value, or the option that gave it; those of the section where the key is missing.</summary>
    public string PlaceOf(string key) => Find(key) is { } node ? _document.PlaceOf(node) : Place;

    /// <summary>The keys, in file order.</summary>
    public IEnumerable<string> Keys => _node.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "").Where(k => k is not ("kind" or "source"));

    /// <summary>Whether a value could not be read and has its type's default instead, so that it is no use to check values against each other.</summary>
    public bool HasUnreadable => _unreadable.Count > 0;

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Whether a key holds a list, so that it can be told from a word.</summary>
    public bool IsList(string key) => Find(key) is YamlSequenceNode;

    /// <summary>A quantity or other parsable value, such as <see cref="Core.Units.Duration"/>; a missing key is a fault.</summary>
    public T Get<T>(string key)
        where T : IParsable<T>
    {
        if (Find(key) is { } node) return Parse<T>(key, node);
        Missing(key);
        return default!;
    }

    /// <summary>A quantity or other parsable value, or what to take if the key is missing.</summary>
    public T Get<T>(string key, T otherwise)
        where T : IParsable<T> => Find(key) is { } node ? Parse<T>(key, node) : otherwise;

    /// <summary>A whole number within a range; a missing key is a fault.</summary>
    public long Integer(string key, long min = 0, long max = long.MaxValue)
    {
        if (Find(key) is not { } node) Missing(key);
        else if (TryConvert(key, ValueOf(key, node), out long value))
        {
            if (value >= min && value <= max) return value;
            Fault(key, $"is {value}; expected {(max == long.MaxValue ? $"at least {min}" : $"between {min} and {max}")}");
        }
        return min;
    }

    /// <summary>A whole number within a range, or what to take if the key is missing.</summary>
    public long IntegerOr(string key, long otherwise, long min = 0, long max = long.MaxValue) => Has(key) ? Integer(key, min, max) : otherwise;

    /// <summary>A text; a missing key is a fault.</summary>
    public string Text(string key)
    {
        if (Find(key) is { } node) return ScalarOf(key, node);
        Missing(key);
        return "";
    }

    /// <summary>A text, or what to take if the key is missing.</summary>
    public string Text(string key, string otherwise) => Find(key) is { } node ? ScalarOf(key, node) : otherwise;

    /// <summary>One of a set of words; anything else is a fault that names the nearest.</summary>
    public string Choice(string key, params IReadOnlyList<string> choices)
    {
        string text = Text(key);
        if (Has(key) && !choices.Contains(text))
            Fault(key, $"is \"{text}\"; expected one of {string.Join(", ", choices)}.{Spelling.DidYouMean(text, choices)}");
        return text;
    }

    /// <summary>Yes or no (true or false), or what to take if the key is missing.</summary>
    public bool Flag(string key, bool otherwise)
    {
        if (Find(key) is not { } node) return otherwise;
        string text = ScalarOf(key, node);
        if (bool.TryParse(text, out bool flag)) return flag;
        Fault(key, $"is \"{text}\"; expected true or false");
        return otherwise;
    }

    /// <summary>A section inside; a missing one is a fault and reads as empty.</summary>
    public PresetSection Section(string key)
    {
        if (OptionalSection(key) is { } section) return section;
        if (!Has(key)) Missing(key);
        return new PresetSection(_document, Inner(key), new YamlMappingNode());
    }

    /// <summary>A section inside, or null if the key is missing.</summary>
    public PresetSection? OptionalSection(string key)
    {
        if (Find(key) is not { } node) return null;
        if (node is YamlMappingNode mapping) return Open(Inner(key), mapping);
        Fault(key, "should hold further keys");
        return null;
    }

    /// <summary>The sections of a list; empty if the key is missing.</summary>
    public IReadOnlyList<PresetSection> Sections(string key)
    {
        if (Find(key) is not { } node) return [];
        if (node is YamlSequenceNode sequence && sequence.All(item => item is YamlMappingNode))
            return [.. sequence.Select((item, i) => Open($"{Inner(key)}[{i}]", (YamlMappingNode)item))];
        Fault(key, "should be a list of sections (\"- key: value\")");
        return [];
    }

    /// <summary>The values of a list; empty if the key is missing.</summary>
    public IReadOnlyList<T> List<T>(string key)
        where T : IParsable<T>
    {
        if (Find(key) is not { } node) return [];
        if (ValueOf(key, node) is YamlSequenceNode sequence) return [.. sequence.Select(item => Convert<T>(key, item))];
        Fault(key, "should be a list of values (\"[a, b]\")");
        return [];
    }

    /// <summary>Notes a fault of a key: the message follows the key's full name. A value that could not be read has no further faults.</summary>
    public void Fault(string key, string message)
    {
        if (!_unreadable.Contains(key)) Note(key, message);
    }

    private void Note(string key, string message) => _document.Fault(PlaceOf(key), $"{Inner(key)} {message}{(message[^1] is '.' or '?' ? "" : ".")}");

    internal void ReportUnknownKeys()
    {
        foreach (string key in Keys.Where(k => !_read.Contains(k)))
            Fault(key, $"is not known here.{Spelling.DidYouMean(key, _read)} Known: {string.Join(", ", _read.Order(StringComparer.Ordinal))}");
        foreach (PresetSection section in _sections) section.ReportUnknownKeys();
    }

    private PresetSection Open(string path, YamlMappingNode mapping)
    {
        PresetSection? open = _sections.Find(s => s._node == mapping);
        if (open is not null) return open;
        var section = new PresetSection(_document, path, mapping, _kind, _source);
        _sections.Add(section);
        return section;
    }

    private YamlNode? Find(string key)
    {
        _read.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) && !IsNull(node) ? node : null;
    }

    /// <summary>A plain null says that a key is left out on purpose; JSON files, which are YAML too, write it often.</summary>
    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "null" or "~" };

    private T Parse<T>(string key, YamlNode node)
        where T : IParsable<T> => Convert<T>(key, ValueOf(key, node));

    private T Convert<T>(string key, YamlNode node)
        where T : IParsable<T> => TryConvert(key, node, out T value) ? value : default!;

    /// <summary>Reads a value; a fault is noted if it cannot be read.</summary>
    private bool TryConvert<T>(string key, YamlNode node, out T value)
        where T : IParsable<T>
    {
        value = default!;
        if (node is not YamlScalarNode { Value: { } text })
        {
            Fault(key, "should be a single value");
            return false;
        }
        try
        {
            value = T.Parse(text, CultureInfo.InvariantCulture);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            Note(key, PlainNumber<T>() is { } expected ? $"is \"{text}\"; expected {expected}{(e is OverflowException ? " that fits" : "")}" : $"cannot be read: {e.Message.TrimEnd('.')}");
            _unreadable.Add(key);
            return false;
        }
    }

    /// <summary>What a type of the framework takes, whose own messages speak of input strings; null for ours, which explain themselves.</summary>
    private static string? PlainNumber<T>() => default(T) switch
    {
        int or long or ulong => "a whole number",
        double or decimal => "a number",
        bool => "true or false",
        _ => null,
    };

    /// <summary>Takes the value out of { value, kind, source } and notes its origin.</summary>
    private YamlNode ValueOf(string key, YamlNode node)
    {
        string kind = _kind, source = _source;
        if (node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode("value"), out YamlNode? value))
        {
            CheckOrigin(key, mapping);
            kind = TextIn(mapping, "kind") ?? kind;
            source = TextIn(mapping, "source") ?? source;
            node = value;
        }
        _document.Record(new Provenance(Inner(key), node.ToString(), kind, source));
        return node;
    }

    private void CheckOrigin(string key, YamlMappingNode mapping)
    {
        foreach (string word in mapping.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value ?? "").Except(KeysOfOrigin))
            Fault(key, $"has \"{word}\" beside its value.{Spelling.DidYouMean(word, KeysOfOrigin)} Known: {string.Join(", ", KeysOfOrigin)}");
        if (TextIn(mapping, "kind") is { } kind && !Provenance.Kinds.Contains(kind))
            Fault(key, $"is of kind \"{kind}\"; expected one of {string.Join(", ", Provenance.Kinds)}.{Spelling.DidYouMean(kind, Provenance.Kinds)}");
    }

    private string ScalarOf(string key, YamlNode node)
    {
        if (node is YamlScalarNode { Value: { } text }) return text;
        Fault(key, "should be a single value");
        return "";
    }

    private void Missing(string key) => _document.Fault(Place, $"{Inner(key)} is missing.");

    private string Inner(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private string? PlainText(string key) => TextIn(_node, key);

    private static string? TextIn(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? found) && found is YamlScalarNode scalar ? scalar.Value : null;
}
