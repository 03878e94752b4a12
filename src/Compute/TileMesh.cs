namespace DeepStack.Sim.Compute;

/// <summary>Cores as tiles of a mesh, each under its share of the memory's channels: how far data travels between them.</summary>
/// <param name="Columns">Tiles side by side; at least 1.</param>
/// <param name="Rows">Rows of tiles; at least 1.</param>
/// <param name="RegionsAcross">Regions along each side, each of which can hold a copy of its own; at least 1.</param>
public sealed record TileMesh(int Columns, int Rows, int RegionsAcross)
{
    /// <summary>Tiles.</summary>
    public int Tiles => Columns * Rows;

    /// <summary>Regions.</summary>
    public int Regions => RegionsAcross * RegionsAcross;

    /// <summary>Hops from a tile to any tile, in the mean.</summary>
    public double MeanHops => MeanHopsOf(Columns, Rows);

    /// <summary>Hops from a tile to any tile of its region, in the mean.</summary>
    public double MeanHopsInRegion => MeanHopsOf((double)Columns / RegionsAcross, (double)Rows / RegionsAcross);

    /// <summary>Hops between tiles of a neighbourhood, in the mean; it is as square as the mesh allows.</summary>
    /// <param name="tiles">Tiles of the neighbourhood, 1 to all; parts of tiles count.</param>
    public double MeanHopsAmong(double tiles)
    {
        double side = Math.Sqrt(tiles), columns = Math.Min(Columns, Math.Max(side, tiles / Rows));
        return MeanHopsOf(columns, tiles / columns);
    }

    /// <summary>Between two places of a row of n that are drawn evenly lie (n^2 - 1) / (3 n) hops.</summary>
    private static double MeanHopsOf(double columns, double rows) => MeanHopsOf(columns) + MeanHopsOf(rows);

    private static double MeanHopsOf(double places) => places <= 1 ? 0 : (places * places - 1) / (3 * places);
}
