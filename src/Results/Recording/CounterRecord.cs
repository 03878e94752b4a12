using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>A quantity took a value and keeps it until the next record of the same track and name.</summary>
/// <param name="Track">Where.</param>
/// <param name="Name">Which quantity; for those that reports know, a name of <see cref="CounterNames"/>.</param>
/// <param name="At">When.</param>
/// <param name="Value">The value, in the unit that the name says.</param>
public readonly record struct CounterRecord(int Track, int Name, SimTime At, double Value);
