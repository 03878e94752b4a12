namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>A cut of a matrix product: each core computes tiles of m by n, over one of several pieces of k.</summary>
/// <param name="M">Rows of a tile.</param>
/// <param name="N">Columns of a tile.</param>
/// <param name="Split">Pieces that k is cut into; their partial sums are joined afterwards.</param>
public readonly record struct MatrixTile(int M, int N, int Split)
{
    /// <summary>For reports: "128x64" or "64x64 split 4".</summary>
    public override string ToString() => Split == 1 ? $"{M}x{N}" : $"{M}x{N} split {Split}";
}
