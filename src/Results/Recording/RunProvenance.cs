namespace DeepStack.Sim.Results.Recording;

/// <summary>Where a number comes from.</summary>
/// <param name="Preset">Kind and name of the preset.</param>
/// <param name="Path">Which number, such as "dram.timing.tRC".</param>
/// <param name="Value">The number with its unit, as written.</param>
/// <param name="Kind">How well it is known: datasheet, paper, derived, assumed, fitted, measured or chosen.</param>
/// <param name="Source">Document, data set or reasoning.</param>
public sealed record RunProvenance(string Preset, string Path, string Value, string Kind, string Source);
