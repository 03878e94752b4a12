using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>An estimate of that tool: the question and its answer.</summary>
/// <param name="Name">File and id.</param>
/// <param name="Point">The question.</param>
/// <param name="Fit">Whether it fits there.</param>
/// <param name="Row">Its figures.</param>
internal sealed record GenzCase(string Name, GenZPoint Point, GenZFit Fit, CsvRow Row);
