using System.Text.RegularExpressions;

namespace DeepStack.Sim.Architecture.Tests;

/// <summary>One C# file of a room.</summary>
internal sealed partial class SourceFile
{
    public SourceFile(string room, string path)
    {
        Room = room;
        Path = path;
        Text = File.ReadAllText(path);
        Code = NotCode().Replace(Text, match => match.Value[0] == '/' ? "" : "\"\"");
    }

    /// <summary>The room it belongs to.</summary>
    public string Room { get; }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Everything in it.</summary>
    public string Text { get; }

    /// <summary>Its text without comments and the contents of strings.</summary>
    public string Code { get; }

    /// <summary>Its path below src, as failures show it.</summary>
    public string Name => System.IO.Path.GetRelativePath(House.Source, Path);

    /// <summary>The namespace that its folder stands for.</summary>
    public string FolderNamespace => "DeepStack.Sim." + System.IO.Path.GetDirectoryName(Name)!.Replace(System.IO.Path.DirectorySeparatorChar, '.');

    /// <summary>How many lines it has.</summary>
    public int LineCount => Text.AsSpan().TrimEnd().Count('\n') + 1;

    /// <summary>The names of the public and internal types it declares at the outermost level.</summary>
    public IReadOnlyList<string> Types => TypesOf("public", "internal");

    /// <summary>The names of the public types it declares at the outermost level.</summary>
    public IReadOnlyList<string> PublicTypes => TypesOf("public");

    /// <summary>The rooms whose namespaces it names.</summary>
    public IEnumerable<string> RoomsNamed => RoomName().Matches(Code).Select(match => match.Groups["room"].Value).Distinct().Where(House.Rooms.Contains);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private List<string> TypesOf(params IReadOnlyList<string> access) =>
        [.. TypeDeclaration().Matches(Code).Where(match => access.Contains(match.Groups["access"].Value)).Select(match => match.Groups["name"].Value).Distinct()];

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\"{3,}.*?\"{3,}|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", RegexOptions.Singleline)]
    private static partial Regex NotCode();

    [GeneratedRegex("""^(?<access>public|internal) (?:(?:sealed|static|abstract|readonly|ref|partial|unsafe) )*(?:class|struct|record struct|record|interface|enum|delegate \S+) (?<name>\w+)""", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("""\bDeepStack\.Sim\.(?<room>\w+)""")]
    private static partial Regex RoomName();
}
