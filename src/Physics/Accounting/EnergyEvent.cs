using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Accounting;

/// <summary>A kind of event that rooms count.</summary>
/// <param name="Name">Such as "dram-read-bit" or "matrix-mac-bf16".</param>
/// <param name="Cost">The energy of one.</param>
public sealed record EnergyEvent(string Name, Energy Cost);
