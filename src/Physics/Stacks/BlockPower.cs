using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Stacks;

/// <summary>Power spent in one block of one layer.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Block">The block's name in the layer's floorplan.</param>
/// <param name="Power">Not negative.</param>
public readonly record struct BlockPower(string Layer, string Block, Power Power);
