using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>The table of operators of one estimate of that tool.</summary>
/// <param name="Name">File and case.</param>
/// <param name="Point">The question.</param>
/// <param name="Rows">Its operators, in order, without the lines that mark repetitions.</param>
internal sealed record GenzOperatorCase(string Name, GenZPoint Point, IReadOnlyList<CsvRow> Rows);
