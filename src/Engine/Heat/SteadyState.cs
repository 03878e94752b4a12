using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>A device that does the same for ever.</summary>
/// <param name="Power">What it draws, leakage included.</param>
/// <param name="Hottest">Its hottest block; null where its heat is not followed.</param>
public readonly record struct SteadyState(Power Power, Celsius? Hottest);
