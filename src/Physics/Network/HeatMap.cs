namespace DeepStack.Sim.Physics.Network;

/// <summary>The temperatures of one layer as a picture's data.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Columns">Cells along x.</param>
/// <param name="Rows">Cells along y.</param>
/// <param name="Temperatures">Degrees Celsius, [rows, columns], row-major from the lower left corner.</param>
public sealed record HeatMap(string Layer, int Columns, int Rows, IReadOnlyList<double> Temperatures);
