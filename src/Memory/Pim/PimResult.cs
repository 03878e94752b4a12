using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Pim;

/// <summary>What a product of a matrix in memory with vectors took.</summary>
/// <param name="Time">From the first input to the last result.</param>
/// <param name="Counts">Commands of all channels.</param>
public sealed record PimResult(Duration Time, PimCounts Counts);
