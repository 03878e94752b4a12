using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>An operator by itself, ready to be timed.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Steps">The program of every device.</param>
/// <param name="Shape">The sequences that it serves; empty where it knows none.</param>
/// <param name="Ranks">Devices that take part.</param>
/// <param name="Format">The format of its arithmetic.</param>
internal sealed record OperatorCase(string Title, IReadOnlyList<ProgramStep> Steps, StepShape Shape, int Ranks, NumberFormat Format);
