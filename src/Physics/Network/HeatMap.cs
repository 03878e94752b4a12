namespace DeepStack.Sim.Physics.Network;

/// <summary>Temperatures over an area as a picture's data: a layer from above, or the stack in section.</summary>
/// <param name="Name">The layer's name, or "section".</param>
/// <param name="Columns">Cells along x.</param>
/// <param name="RowNames">Names of the rows from top to bottom: the layers of a section, empty texts for a layer.</param>
/// <param name="Temperatures">Degrees Celsius, [rows, columns], row-major, the upper left cell first.</param>
public sealed record HeatMap(string Name, int Columns, IReadOnlyList<string> RowNames, IReadOnlyList<double> Temperatures)
{
    /// <summary>Cells along y, or layers.</summary>
    public int Rows => RowNames.Count;
}
