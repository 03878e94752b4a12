namespace DeepStack.Sim.Presets;

/// <summary>A value that replaces what a file says, as given by <c>--set path=value</c> or an option that is short for it.</summary>
/// <param name="Path">Which key, such as "serving.token_budget".</param>
/// <param name="Value">The value, as a file would write it.</param>
public sealed record PresetOverride(string Path, string Value)
{
    /// <summary>The option that gave it; faults of the value are reported under its name.</summary>
    public string Option { get; init; } = "--set";

    /// <summary>Reads "path=value".</summary>
    /// <exception cref="PresetException">There is no "=", or nothing before it.</exception>
    public static PresetOverride Parse(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw new PresetException($"--set {text}: expected path=value, such as serving.token_budget=4096.");
        return new PresetOverride(text[..at].Trim(), text[(at + 1)..].Trim());
    }
}
