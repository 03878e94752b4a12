using System.CommandLine;
using System.Text.Json.Nodes;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack presets list|show|check</c>: the facts that ship, each number with its kind and source.</summary>
internal static class PresetsCommand
{
    public static Command Create() => new("presets", "Lists, shows and checks presets: platforms, models, memories, links." +
        "\n\nExamples:\n  deepstack presets list models\n  deepstack presets show models llama-3-8b")
    {
        List(),
        Show(),
        Check(),
    };

    private static Command List()
    {
        var kind = new Argument<string?>("kind") { Description = "Only this kind", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "Lists presets by kind.\n\nExamples:\n  deepstack presets list\n  deepstack presets list models") { kind };
        command.SetAction(parse =>
        {
            foreach (string known in parse.GetValue(kind) is { } one ? [KindNamed(one)] : PresetLibrary.Kinds())
            {
                foreach (string name in PresetLibrary.NamesOf(known)) Console.WriteLine($"{known} {name}");
            }
        });
        return command;
    }

    private static Command Show()
    {
        var kind = new Argument<string>("kind") { Description = "The kind, such as models" };
        var name = new Argument<string>("name") { Description = "The name, or the path of a .yaml file" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("show", "Prints every number of a preset with its kind and source." +
            "\n\nExamples:\n  deepstack presets show models llama-3-8b\n  deepstack presets show models deepseek-v3 --json")
        { kind, name, json };
        command.SetAction(parse =>
        {
            IReadOnlyList<Provenance> facts = PresetLibrary.Open(KindNamed(parse.GetValue(kind)!), parse.GetValue(name)!).Facts();
            if (parse.GetValue(json)) Console.WriteLine(JsonText.Of(JsonText.List(facts, f => new JsonObject { ["path"] = f.Path, ["value"] = f.Value, ["kind"] = f.Kind, ["source"] = f.Source })));
            else WriteTable(facts);
        });
        return command;
    }

    private static Command Check()
    {
        var names = new Argument<string[]>("preset") { Description = "KIND/NAME, or KIND/PATH.yaml; all that ship if none is given" };
        var command = new Command("check", "Checks that every number of a preset says what it rests on; exit code 1 if one does not." +
            "\n\nExamples:\n  deepstack presets check\n  deepstack presets check models/llama-3-8b models/qwen3-32b")
        { names };
        command.SetAction(parse =>
        {
            string[] chosen = parse.GetValue(names) is { Length: > 0 } given ? given : [.. PresetLibrary.Kinds().SelectMany(k => PresetLibrary.NamesOf(k).Select(n => $"{k}/{n}"))];
            int numbers = 0, bare = 0;
            foreach (string preset in chosen) CheckOne(preset, ref numbers, ref bare);
            Console.WriteLine($"{chosen.Length} presets, {numbers} numbers, {bare} without kind or source");
            return bare == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static void CheckOne(string preset, ref int numbers, ref int bare)
    {
        int slash = preset.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) throw new PresetException($"\"{preset}\" names no kind; write KIND/NAME, such as models/llama-3-8b.");
        foreach (Provenance fact in PresetLibrary.Open(KindNamed(preset[..slash]), preset[(slash + 1)..]).Facts())
        {
            numbers++;
            if (fact.Kind.Length > 0 && fact.Source.Length > 0) continue;
            bare++;
            Console.WriteLine($"{preset}: {fact.Path} = {fact.Value} has no {(fact.Kind.Length == 0 ? "kind" : "source")}");
        }
    }

    private static string KindNamed(string kind) => PresetLibrary.Kinds().Contains(kind)
        ? kind
        : throw new PresetException($"There is no kind of presets \"{kind}\".{Spelling.DidYouMean(kind, PresetLibrary.Kinds())} Kinds: {string.Join(", ", PresetLibrary.Kinds())}.");

    private static void WriteTable(IReadOnlyList<Provenance> facts)
    {
        int path = facts.Max(f => f.Path.Length), value = Math.Min(40, facts.Max(f => f.Value.Length));
        foreach (Provenance fact in facts) Console.WriteLine($"{fact.Path.PadRight(path)}  {fact.Value.PadRight(value)}  {fact.Kind,-9}  {fact.Source}".TrimEnd());
    }
}
