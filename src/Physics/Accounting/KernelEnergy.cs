namespace DeepStack.Sim.Physics.Accounting;

/// <summary>The coefficients of one kind of kernel.</summary>
/// <param name="Kind">Such as "gemm/bfloat16".</param>
/// <param name="Active">Watts above idle while such a kernel runs at all: clocks, schedulers, on-chip memory.</param>
/// <param name="PerFlop">Joules a floating-point operation.</param>
/// <param name="PerByte">Joules a byte moved.</param>
public sealed record KernelEnergy(string Kind, double Active, double PerFlop, double PerByte);
