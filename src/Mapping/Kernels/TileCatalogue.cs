using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>The sizes of tiles that kernels of products are made in.</summary>
internal static class TileCatalogue
{
    private const int LeastRows = 16, MostRows = 256;

    /// <summary>Columns of a tile.</summary>
    public static readonly int[] Columns = [32, 64, 128, 256];

    /// <summary>Rows of a tile: 16 to 256, and fewer where the matrix unit can be cut into base arrays of fewer.</summary>
    public static int[] RowsFor(MatrixUnitSpec unit)
    {
        List<int> rows = [];
        for (int own = MostRows; own >= LeastRows || own >= unit.BaseArrays?.Rows; own /= 2) rows.Insert(0, own);
        return [.. rows];
    }

    /// <summary>For reports: "16x64 split 2", or "8x64 on 8 pieces" where the matrix unit is cut along k.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="unit">The matrix unit.</param>
    /// <param name="depth">Elements of a k step.</param>
    /// <param name="format">The format of the arithmetic.</param>
    public static string NameOf(MatrixTile tile, MatrixUnitSpec unit, int depth, NumberFormat format) =>
        unit.PiecesFor(tile.M, tile.N, depth, format) is var pieces and > 1 ? $"{tile} on {pieces} pieces" : tile.ToString();
}
