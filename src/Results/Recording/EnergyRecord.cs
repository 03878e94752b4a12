using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>A component spent energy over the whole run.</summary>
/// <param name="Track">Where: a replica or a device; -1 for the whole machine.</param>
/// <param name="Component">The component, as a name such as "DRAM activation".</param>
/// <param name="Spent">How much.</param>
public readonly record struct EnergyRecord(int Track, int Component, Energy Spent);
