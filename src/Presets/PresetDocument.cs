using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DeepStack.Sim.Presets;

/// <summary>One YAML file under reading: its root section, and all faults found so far, which are reported together.</summary>
public sealed class PresetDocument
{
    private readonly List<string> _faults = [];
    private readonly List<Provenance> _provenance = [];
    private readonly Dictionary<YamlNode, string> _given;
    private readonly YamlMappingNode _root;

    private PresetDocument(string file, string text, YamlMappingNode root, Dictionary<YamlNode, string> given)
    {
        _given = given;
        File = file;
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        _root = root;
        Root = new PresetSection(this, "", root);
    }

    /// <summary>The file's name, as messages show it.</summary>
    public string File { get; }

    /// <summary>SHA-256 of the text as it was read, in lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The outermost section.</summary>
    public PresetSection Root { get; }

    /// <summary>Where the numbers read so far come from, in the order of reading.</summary>
    public IReadOnlyList<Provenance> Provenance => _provenance;

    /// <summary>Every number of the file, read or not, with the kind and source that hold for it; in file order.</summary>
    public IReadOnlyList<Provenance> Facts() => PresetFacts.Of(_root);

    /// <summary>Reads YAML text.</summary>
    /// <param name="file">The name to show in messages.</param>
    /// <param name="text">The YAML.</param>
    /// <param name="overrides">Values that replace what the text says; a fault in one is reported under its option.</param>
    /// <exception cref="PresetException">The text is no YAML, or its root is no mapping.</exception>
    public static PresetDocument Parse(string file, string text, params IReadOnlyList<PresetOverride> overrides)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new PresetException($"{file}:{e.Start.Line}: this is not valid YAML: {e.Message}", e);
        }
        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
            throw new PresetException($"{file}:1: expected one document of \"key: value\" lines.");
        var given = new Dictionary<YamlNode, string>(ReferenceEqualityComparer.Instance);
        foreach (PresetOverride change in overrides) Apply(root, change, given);
        return new PresetDocument(file, text, root, given);
    }

    /// <summary>Adds a fault at a <see cref="PresetSection.Place"/>; reading goes on, so that all faults of a file are reported at once.</summary>
    public void Fault(string place, string message) => _faults.Add($"{place}: {message}");

    /// <summary>Ends the reading: unknown keys become faults too.</summary>
    /// <exception cref="PresetException">Anything was wrong; the message has a line for every fault.</exception>
    public void Finish()
    {
        Root.ReportUnknownKeys();
        if (_faults.Count > 0) throw new PresetException(string.Join(Environment.NewLine, _faults));
    }

    internal void Record(Provenance provenance) => _provenance.Add(provenance);

    /// <summary>File and line of a node, or the option that gave it.</summary>
    internal string PlaceOf(YamlNode node) => _given.TryGetValue(node, out string? option) ? option : $"{File}:{node.Start.Line}";

    /// <summary>Puts a value in its place and notes the nodes made for it.</summary>
    private static void Apply(YamlMappingNode root, PresetOverride change, Dictionary<YamlNode, string> given)
    {
        string[] keys = change.Path.Split('.');
        YamlMappingNode section = root;
        foreach (string key in keys[..^1])
        {
            if (!section.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) || child is not YamlMappingNode inner)
            {
                section.Children[new YamlScalarNode(key)] = inner = new YamlMappingNode();
                given.Add(inner, change.Option);
            }
            section = inner;
        }
        YamlNode value = ValueNode(change.Value);
        section.Children[new YamlScalarNode(keys[^1])] = value;
        given.Add(value, change.Option);
    }

    private static YamlNode ValueNode(string value) => value.StartsWith('[') && value.EndsWith(']')
        ? new YamlSequenceNode(value[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(v => new YamlScalarNode(v)))
        : new YamlScalarNode(value);
}
