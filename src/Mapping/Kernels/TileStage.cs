using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>What a k step of a tile takes of a core, whatever the product it belongs to.</summary>
/// <param name="Rows">Rows of the tile.</param>
/// <param name="Columns">Columns of the tile.</param>
/// <param name="Input">Bytes of activations.</param>
/// <param name="Weights">Bytes of weights.</param>
/// <param name="Compute">Time of the matrix unit.</param>
/// <param name="Buffers">Steps that a core holds.</param>
internal readonly record struct TileStage(int Rows, int Columns, Bytes Input, Bytes Weights, Duration Compute, int Buffers);
