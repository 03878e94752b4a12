using System.Reflection;

namespace DeepStack.Sim.Presets;

/// <summary>The presets that ship with the simulator, by kind and name, and those that a user gives as a file.</summary>
public static class PresetLibrary
{
    private static readonly Assembly Shipped = typeof(PresetLibrary).Assembly;

    /// <summary>The names of the shipped presets of a kind, in ordinal order.</summary>
    /// <param name="kind">A folder such as "platforms", "models" or "dram".</param>
    public static IReadOnlyList<string> NamesOf(string kind) =>
        [.. Shipped.GetManifestResourceNames()
            .Where(name => name.StartsWith(kind + "/", StringComparison.Ordinal))
            .Select(name => name[(kind.Length + 1)..])
            .Order(StringComparer.Ordinal)];

    /// <summary>The kinds of presets that ship, in ordinal order.</summary>
    public static IReadOnlyList<string> Kinds() =>
        [.. Shipped.GetManifestResourceNames()
            .Where(name => name.Contains('/', StringComparison.Ordinal))
            .Select(name => name[..name.IndexOf('/', StringComparison.Ordinal)])
            .Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>Opens a shipped preset by name, or a file if the name looks like one.</summary>
    /// <param name="kind">A folder such as "platforms".</param>
    /// <param name="name">A shipped name, or a path that ends in .yaml or .yml.</param>
    /// <param name="changes">Values that replace what presets say; null for none.</param>
    /// <exception cref="PresetException">No such preset, or it is no YAML mapping.</exception>
    public static PresetDocument Open(string kind, string name, PresetChanges? changes = null)
    {
        IReadOnlyList<PresetOverride> overrides = changes?.Of($"{kind}/{name}") ?? [];
        if (IsPath(name))
        {
            if (!File.Exists(name)) throw new PresetException($"There is no file \"{name}\".");
            return PresetDocument.Parse(name, File.ReadAllText(name), overrides);
        }
        using Stream? stream = Shipped.GetManifestResourceStream($"{kind}/{name}");
        if (stream is null) throw new PresetException(UnknownName(kind, name));
        using var reader = new StreamReader(stream);
        return PresetDocument.Parse($"{kind}/{name}.yaml", reader.ReadToEnd(), overrides);
    }

    private static bool IsPath(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static string UnknownName(string kind, string name)
    {
        IReadOnlyList<string> known = NamesOf(kind);
        return $"There is no preset \"{name}\" among {kind}.{Spelling.DidYouMean(name, known)} Known: {string.Join(", ", known)}; or give the path of a .yaml file.";
    }
}
