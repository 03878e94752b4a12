using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Accounting;

/// <summary>What devices drew, whatever they did.</summary>
/// <param name="Refresh">Of its DRAM.</param>
/// <param name="Standby">Of its DRAM.</param>
/// <param name="Statics">Of each other part, in the order of the energy preset.</param>
internal sealed record BackgroundEnergy(Energy Refresh, Energy Standby, IReadOnlyList<Energy> Statics);
