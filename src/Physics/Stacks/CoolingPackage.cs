namespace DeepStack.Sim.Physics.Stacks;

/// <summary>Spreader, sink, and what carries the heat from the sink into the air or water.</summary>
/// <param name="Spreader">On the cooled side of the stack; larger than the die.</param>
/// <param name="Sink">On the spreader; larger than it.</param>
/// <param name="ConvectionResistance">K/W from the sink's whole surface to ambient.</param>
/// <param name="ConvectionCapacitance">J/K that the coolant and fins hold, shared over the sink by area.</param>
public sealed record CoolingPackage(Slab Spreader, Slab Sink, double ConvectionResistance, double ConvectionCapacitance);
