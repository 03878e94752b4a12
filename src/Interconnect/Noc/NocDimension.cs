namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>One dimension of a grid of routers.</summary>
/// <param name="Size">Routers in a row, at least 1; at least 2 where the row is closed.</param>
/// <param name="Wraps">Whether the last router is linked with the first, as in a ring or torus.</param>
public readonly record struct NocDimension(int Size, bool Wraps);
