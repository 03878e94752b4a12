using System.CommandLine;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>The options that name a machine and change it.</summary>
internal sealed class MachineOptions
{
    private readonly Option<string[]> _set = new("--set") { Description = "Changes any value of the machine's presets: kind/name:path=value, such as chips/stack3d-logic:cores=100", AllowMultipleArgumentsPerToken = false };

    /// <summary>The option that changes values.</summary>
    public Option Set => _set;

    /// <summary>Opens a machine with what was changed.</summary>
    /// <exception cref="PresetException">There is no such machine, or a change does not fit it.</exception>
    public PlatformSpec Open(ParseResult parse, string name)
    {
        var changes = new PresetChanges();
        foreach (string text in parse.GetValue(_set) ?? []) changes.Add(PresetOverride.Parse(text));
        PlatformSpec machine = PlatformPreset.Open(name, changes);
        changes.RequireUse();
        return machine;
    }
}
