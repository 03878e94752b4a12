using DeepStack.Sim.Physics.Laws;

namespace DeepStack.Sim.Physics.Cases;

/// <summary>Leakage of one block.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Block">The block's name in the layer's floorplan.</param>
/// <param name="Law">How it follows the block's mean temperature.</param>
public sealed record BlockLeakage(string Layer, string Block, LeakageLaw Law);
