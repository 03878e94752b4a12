namespace DeepStack.Sim.Presets;

/// <summary>Values that replace what several presets say, so that a machine can be asked "what if" without a file of its own.</summary>
public sealed class PresetChanges
{
    private readonly Dictionary<string, List<PresetOverride>> _byPreset = [];
    private readonly SortedSet<string> _asked = new(StringComparer.Ordinal);

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

    /// <summary>Adds a change whose path begins with its preset, such as "chips/stack3d-logic:cores".</summary>
    /// <returns>This.</returns>
    /// <exception cref="PresetException">The path names no preset.</exception>
    public PresetChanges Add(PresetOverride change)
    {
        int colon = change.Path.LastIndexOf(':');
        if (colon <= 0 || !change.Path[..colon].Contains('/', StringComparison.Ordinal))
            throw new PresetException($"{change.Option}: {change.Path} names no value of a preset; expected kind/name:path, such as chips/stack3d-logic:cores.");
        return Add(change.Path[..colon], change with { Path = change.Path[(colon + 1)..] });
    }

    /// <summary>The changes of a preset, which is being opened.</summary>
    public IReadOnlyList<PresetOverride> Of(string preset)
    {
        _asked.Add(preset);
        return _byPreset.TryGetValue(preset, out List<PresetOverride>? changes) ? changes : [];
    }

    /// <summary>Checks, when all presets are open, that none of the changes belongs to another one.</summary>
    /// <exception cref="PresetException">One does: it would change nothing.</exception>
    public void RequireUse()
    {
        string[] faults = [.. _byPreset.Where(preset => !_asked.Contains(preset.Key)).Select(preset =>
            $"{preset.Value[0].Option}: {preset.Key} is no part of this machine.{Spelling.DidYouMean(preset.Key, _asked)} What can be changed lies in {string.Join(", ", _asked)}.")];
        if (faults.Length > 0) throw new PresetException(string.Join(Environment.NewLine, faults));
    }
}
