using YamlDotNet.RepresentationModel;

namespace DeepStack.Sim.Presets;

/// <summary>Walks a YAML tree and collects every number, whoever reads it later, with the kind and source that hold for it.</summary>
internal static class PresetFacts
{
    /// <summary>Collects the numbers below a mapping, in file order.</summary>
    public static IReadOnlyList<Provenance> Of(YamlMappingNode root)
    {
        var facts = new List<Provenance>();
        Walk(root, "", "", "", facts);
        return facts;
    }

    private static void Walk(YamlNode node, string path, string kind, string source, List<Provenance> facts)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                kind = TextIn(mapping, "kind") ?? kind;
                source = TextIn(mapping, "source") ?? source;
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                {
                    string name = key.ToString();
                    if (name == "value") Walk(value, path, kind, source, facts);
                    else if (name is not ("kind" or "source")) Walk(value, path.Length == 0 ? name : $"{path}.{name}", kind, source, facts);
                }
                break;
            case YamlSequenceNode sequence when sequence.All(IsNumber) && sequence.Children.Count > 0:
                facts.Add(new Provenance(path, $"[{string.Join(", ", sequence)}]", kind, source));
                break;
            case YamlSequenceNode sequence:
                for (int i = 0; i < sequence.Children.Count; i++) Walk(sequence.Children[i], $"{path}[{i}]", kind, source, facts);
                break;
            case YamlScalarNode scalar when IsNumber(scalar):
                facts.Add(new Provenance(path, scalar.Value!, kind, source));
                break;
        }
    }

    private static bool IsNumber(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: { Length: > 0 } text } && char.IsAsciiDigit(text[text[0] is '-' or '+' && text.Length > 1 ? 1 : 0]);

    private static string? TextIn(YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) && node is YamlScalarNode { Value: { } text } ? text : null;
}
