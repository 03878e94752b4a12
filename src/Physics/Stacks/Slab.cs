namespace DeepStack.Sim.Physics.Stacks;

/// <summary>A square plate centred over the die: a heat spreader or a heat sink's base.</summary>
/// <param name="Side">Metres.</param>
/// <param name="Thickness">Metres.</param>
/// <param name="Material">What it is made of.</param>
public sealed record Slab(double Side, double Thickness, Material Material);
