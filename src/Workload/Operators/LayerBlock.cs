namespace DeepStack.Sim.Workload.Operators;

/// <summary>The operators of one layer, and how many layers are like it.</summary>
/// <param name="Count">Layers.</param>
/// <param name="Operators">Operators of one of them, in order of execution.</param>
public sealed record LayerBlock(int Count, IReadOnlyList<Operator> Operators);
