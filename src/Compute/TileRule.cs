using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>A library's rule that products of a format with so many rows are cut into tiles of one size, k unsplit.</summary>
/// <param name="Format">The format of the inputs.</param>
/// <param name="UpToRows">The most rows (m) the rule is for; of several rules the first that fits holds.</param>
/// <param name="TileRows">Rows of a tile.</param>
/// <param name="TileColumns">Columns of a tile.</param>
public readonly record struct TileRule(NumberFormat Format, long UpToRows, int TileRows, int TileColumns);
