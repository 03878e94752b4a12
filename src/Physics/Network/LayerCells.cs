using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Network;

/// <summary>The nodes at which a layer's temperature is read: one a cell, row by row from the lower left corner.</summary>
public sealed class LayerCells
{
    private readonly int _first;
    private readonly double[] _share;

    internal LayerCells(string name, int first, int columns, double[] areas)
    {
        Name = name;
        Columns = columns;
        _first = first;
        double total = areas.Sum();
        _share = [.. areas.Select(a => a / total)];
    }

    /// <summary>The layer's name.</summary>
    public string Name { get; }

    /// <summary>Cells a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of cells.</summary>
    public int Rows => Count / Columns;

    /// <summary>Cells in all.</summary>
    public int Count => _share.Length;

    /// <summary>The rises of the cells, K.</summary>
    public ReadOnlySpan<double> In(ReadOnlySpan<double> rises) => rises.Slice(_first, Count);

    /// <summary>The node of a cell.</summary>
    public int NodeOf(int cell) => _first + cell;

    /// <summary>The mean rise, K.</summary>
    public double Mean(ReadOnlySpan<double> rises) => Solvers.VectorMath.Dot(In(rises), _share);

    /// <summary>Mean, hottest and coolest.</summary>
    public LayerTemperature Read(ReadOnlySpan<double> rises, Celsius ambient)
    {
        double max = double.NegativeInfinity, min = double.PositiveInfinity;
        foreach (double rise in In(rises))
        {
            max = Math.Max(max, rise);
            min = Math.Min(min, rise);
        }
        return new LayerTemperature(Name, Above(Mean(rises)), Above(max), Above(min));

        Celsius Above(double rise) => Celsius.FromDegrees(ambient.Degrees + rise);
    }
}
