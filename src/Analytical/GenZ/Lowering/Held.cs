namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>What the memory must hold for an operator from pass to pass.</summary>
internal enum Held
{
    Nothing,
    Weights,
    IdleWeights,
    Cache,
}
