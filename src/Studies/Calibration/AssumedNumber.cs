using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>How far the answer moves when a number that nobody has published is another.</summary>
/// <param name="Preset">The preset that holds it.</param>
/// <param name="Number">The number.</param>
/// <param name="Change">The relative change of step time when it is raised by a tenth; null where the machine then makes no sense.</param>
public sealed record AssumedNumber(string Preset, Provenance Number, double? Change);
