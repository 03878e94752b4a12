using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>The use of one level of the machine.</summary>
/// <param name="Amount">Data that crossed it.</param>
/// <param name="Busy">Time during which it was occupied.</param>
public readonly record struct LevelUse(Bytes Amount, Duration Busy);
