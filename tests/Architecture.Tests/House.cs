using System.Xml.Linq;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Architecture.Tests;

/// <summary>The rooms in src, the floors they stand on, and their source files.</summary>
internal static class House
{
    /// <summary>The floors, lowest first; a room may refer to rooms of lower floors only.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Floors { get; } =
    [
        ["Core"],
        ["Presets", "EventKernel.SimSharp"],
        ["Results", "Memory", "Interconnect", "Compute", "Physics", "Workload"],
        ["Platform", "Serving"],
        ["Mapping"],
        ["Analytical"],
        ["Engine"],
        ["Studies"],
        ["Service"],
        ["Cli"],
    ];

    /// <summary>The folder of the rooms.</summary>
    public static string Source { get; } = Path.Combine(Repository.Root, "src");

    /// <summary>The rooms that exist, in ordinal order.</summary>
    public static IReadOnlyList<string> Rooms { get; } =
        [.. Directory.GetDirectories(Source).Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Every C# file of every room that a person wrote.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } = [.. Rooms.SelectMany(FilesOf)];

    /// <summary>The floor of a room, counted from the ground; -1 if it has none.</summary>
    public static int FloorOf(string room) => Floors.ToList().FindIndex(floor => floor.Contains(room));

    /// <summary>The project file of a room.</summary>
    public static XDocument ProjectOf(string room) => XDocument.Load(Path.Combine(Source, room, $"DeepStack.Sim.{room}.csproj"));

    /// <summary>The rooms that a room's project file refers to.</summary>
    public static IEnumerable<string> ReferencesOf(string room) =>
        ProjectOf(room).Descendants("ProjectReference").Select(r => Path.GetFileName(Path.GetDirectoryName(r.Attribute("Include")!.Value))!);

    private static IEnumerable<SourceFile> FilesOf(string room) =>
        Directory.EnumerateFiles(Path.Combine(Source, room), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(room, path));
}
