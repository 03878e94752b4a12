using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DeepStack.Sim.Cli.Replaying;
using DeepStack.Sim.Engine.Sampled;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack memo info|clear</c>: what runs remember of simulated parts of steps.</summary>
internal static class MemoCommand
{
    public static Command Create() => new("memo", """
        Shows or empties the folder in which runs at fidelity sampled remember simulated parts of steps. A file belongs to one build of the
        program, machine, model and plan; results never depend on what the folder holds.

        Examples:
          deepstack memo info
          deepstack memo clear --memo scratch/memo
        """)
    {
        Verb("info", "Lists the files: what they belong to, parts, size", (folder, json) => Show(folder, json), hasJson: true),
        Verb("clear", "Deletes the files", (folder, _) => Console.WriteLine($"{MemoFolder.Clear(folder)} files deleted from {folder}"), hasJson: false),
    };

    private static Command Verb(string name, string description, Action<string, bool> run, bool hasJson)
    {
        var memo = new Option<string?>("--memo") { Description = "The folder; by default the one that replay uses" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command(name, description) { memo };
        if (hasJson) command.Add(json);
        command.SetAction(parse =>
        {
            string folder = ReplayJob.MemoFolder(parse.GetValue(memo)) ?? throw new PresetException("--memo off names no folder; give a path, or leave the option out.");
            if (File.Exists(folder)) throw new PresetException($"--memo {folder} is a file; expected a folder.");
            run(folder, hasJson && parse.GetValue(json));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(string folder, bool json)
    {
        IReadOnlyList<MemoEntry> entries = MemoFolder.List(folder);
        if (json)
        {
            Console.WriteLine(JsonText.Of(new JsonObject
            {
                ["folder"] = folder,
                ["files"] = JsonText.List(entries, e => new JsonObject { ["name"] = e.Name, ["size"] = e.Size, ["subject"] = e.Subject, ["parts"] = e.Parts, ["fault"] = e.Fault }),
            }));
            return;
        }
        Console.WriteLine($"{folder}: {entries.Count} files, {Kibibytes(entries.Sum(e => e.Size))}");
        foreach (MemoEntry entry in entries)
            Console.WriteLine($"{entry.Name}  {Kibibytes(entry.Size),12}  {entry.Parts,7} parts  {entry.Subject}{(entry.Fault.Length > 0 ? $"  (left aside: {entry.Fault})" : "")}");
    }

    private static string Kibibytes(long size) => string.Create(CultureInfo.InvariantCulture, $"{size / 1024.0:N1} KiB");
}
