using System.Text.RegularExpressions;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Architecture.Tests;

public sealed partial class DocumentTests
{
    [Fact]
    public void EveryRoomThatHoldsCodeHasAReadme() =>
        Faults.None(House.Files.Select(file => file.Room).Distinct().Where(room => !File.Exists(Path.Combine(House.Source, room, "README.md"))));

    [Fact]
    public void EveryRoomThatHoldsCodeIsInTheTableOfRooms()
    {
        string table = File.ReadAllText(Path.Combine(House.Source, "README.md"));

        Faults.None(House.Files.Select(file => file.Room).Distinct().Where(room => !table.Contains($"`{room}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void ProjectsNamedInCommandsExist() =>
        Faults.None(Documents().SelectMany(document => ProjectOption().Matches(File.ReadAllText(document))
            .Select(match => match.Groups["path"].Value)
            .Where(path => !Directory.Exists(Path.Combine(Repository.Root, path)))
            .Select(path => $"{Path.GetRelativePath(Repository.Root, document)} names {path}")));

    [Fact]
    public void LinksBetweenDocumentsLeadSomewhere() =>
        Faults.None(Documents().SelectMany(document => Link().Matches(File.ReadAllText(document))
            .Select(match => match.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, path)))
            .Select(path => $"{Path.GetRelativePath(Repository.Root, document)} links to {path}")));

    [Fact]
    public void ScriptsStartWithTheirInterpreter() =>
        Assert.StartsWith("#!/usr/bin/env bash", File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")), StringComparison.Ordinal);

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Repository.Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "runs" or "TestResults"));

    [GeneratedRegex(@"(?:--project|dotnet test) (?<path>(?:src|tests)/[\w./]+)")]
    private static partial Regex ProjectOption();

    [GeneratedRegex(@"\]\((?!https?://|#|mailto:)(?<path>[^)#\s]+)[^)]*\)")]
    private static partial Regex Link();
}
