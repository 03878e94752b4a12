using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DeepStack.Sim.Presets;

/// <summary>One YAML file under reading: its root section, and all faults found so far, which are reported together.</summary>
public sealed class PresetDocument
{
    private readonly List<string> _faults = [];
    private readonly List<Provenance> _provenance = [];

    private PresetDocument(string file, YamlMappingNode root)
    {
        File = file;
        Root = new PresetSection(this, "", root);
    }

    /// <summary>The file's name, as messages show it.</summary>
    public string File { get; }

    /// <summary>The outermost section.</summary>
    public PresetSection Root { get; }

    /// <summary>Where the numbers read so far come from, in the order of reading.</summary>
    public IReadOnlyList<Provenance> Provenance => _provenance;

    /// <summary>Reads YAML text.</summary>
    /// <param name="file">The name to show in messages.</param>
    /// <param name="text">The YAML.</param>
    /// <exception cref="PresetException">The text is no YAML, or its root is no mapping.</exception>
    public static PresetDocument Parse(string file, string text)
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
        if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root) return new PresetDocument(file, root);
        throw new PresetException($"{file}:1: expected one document of \"key: value\" lines.");
    }

    /// <summary>Adds a fault at a line; reading goes on, so that all faults of a file are reported at once.</summary>
    public void Fault(long line, string message) => _faults.Add($"{File}:{line}: {message}");

    /// <summary>Ends the reading: unknown keys become faults too.</summary>
    /// <exception cref="PresetException">Anything was wrong; the message has a line for every fault.</exception>
    public void Finish()
    {
        Root.ReportUnknownKeys();
        if (_faults.Count > 0) throw new PresetException(string.Join(Environment.NewLine, _faults));
    }

    internal void Record(Provenance provenance) => _provenance.Add(provenance);
}
