namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>A regular boundary in a grid of routers, such as the edge of a die: the links that cross it are of another kind.</summary>
/// <param name="Dimension">The dimension whose links cross it, counted from 0.</param>
/// <param name="Every">Routers between two boundaries; a link up to a coordinate that is a multiple of it crosses.</param>
/// <param name="Link">The links across.</param>
public sealed record NocSeam(int Dimension, int Every, NocLink Link);
