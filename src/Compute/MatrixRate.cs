using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>How fast a matrix unit computes one format.</summary>
/// <param name="Format">The format of its inputs.</param>
/// <param name="FlopsPerCycle">Peak operations a cycle of one core; a multiply-add counts two.</param>
/// <param name="Sustained">Share of the peak that long runs of instructions reach under the board's power limit, in (0, 1].</param>
public readonly record struct MatrixRate(NumberFormat Format, double FlopsPerCycle, double Sustained);
