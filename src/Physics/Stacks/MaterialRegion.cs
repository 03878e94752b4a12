namespace DeepStack.Sim.Physics.Stacks;

/// <summary>A part of a layer that is made of something else: a chiplet in its moulding, a via field in a bond layer.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Area">Where; cells take the share of each material that they cover, by area.</param>
/// <param name="Material">What it is made of.</param>
public sealed record MaterialRegion(string Name, Rectangle Area, Material Material);
