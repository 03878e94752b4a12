namespace DeepStack.Sim.Presets;

/// <summary>Where a number of a preset comes from.</summary>
/// <param name="Path">Which number, such as "dram.timing.tRC".</param>
/// <param name="Value">The number with its unit, as written.</param>
/// <param name="Kind">How well it is known: datasheet, paper, derived, assumed, fitted, measured or chosen (a limit or size that is a decision, not a fact).</param>
/// <param name="Source">Document, data set or reasoning.</param>
public sealed record Provenance(string Path, string Value, string Kind, string Source)
{
    /// <summary>The words for how well a number is known.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["datasheet", "paper", "derived", "assumed", "fitted", "measured", "chosen"];
}
