using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>The least that a device does for an operator, once.</summary>
/// <param name="Reads">From its memory.</param>
/// <param name="Products">Useful operations of its matrix units.</param>
/// <param name="Weights">The format of what is read.</param>
/// <param name="Activations">The format of what it is multiplied with.</param>
/// <param name="HasLaunch">Whether it is surely a kernel of its own.</param>
/// <param name="Count">How often it comes in a step.</param>
public readonly record struct LeastOperator(Bytes Reads, Flops Products, NumberFormat Weights, NumberFormat Activations, bool HasLaunch, int Count);
