namespace DeepStack.Sim.Presets;

/// <summary>Values that replace what several presets say, so that a machine can be asked "what if" without a file of its own.</summary>
public sealed class PresetChanges
{
    private readonly Dictionary<string, List<PresetOverride>> _byPreset = [];

    /// <summary>Adds a change.</summary>
    /// <param name="preset">Kind and name, such as "chips/h100".</param>
    /// <param name="change">Which value, and what it becomes.</param>
    /// <returns>This.</returns>
    public PresetChanges Add(string preset, PresetOverride change)
    {
        if (!_byPreset.TryGetValue(preset, out List<PresetOverride>? changes)) _byPreset[preset] = changes = [];
        changes.Add(change);
        return this;
    }

    /// <summary>The changes of a preset.</summary>
    public IReadOnlyList<PresetOverride> Of(string preset) => _byPreset.TryGetValue(preset, out List<PresetOverride>? changes) ? changes : [];
}
