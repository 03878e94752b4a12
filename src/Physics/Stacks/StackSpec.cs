using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Stacks;

/// <summary>A stack of layers with its cooling, from the far side (layer 0) to the cooled side (the last layer).</summary>
public sealed record StackSpec
{
    /// <summary>Metres along x; the footprint of all layers (of the interposer, where several chiplets stand on one).</summary>
    public required double Width { get; init; }

    /// <summary>Metres along y.</summary>
    public required double Height { get; init; }

    /// <summary>Cells along x.</summary>
    public required int Columns { get; init; }

    /// <summary>Cells along y.</summary>
    public required int Rows { get; init; }

    /// <summary>The temperature that all cooling ends at.</summary>
    public required Celsius Ambient { get; init; }

    /// <summary>From the far side to the cooled side.</summary>
    public required IReadOnlyList<StackLayer> Layers { get; init; }

    /// <summary>Spreader and sink; null where <see cref="TopCoefficient"/> cools the last layer directly.</summary>
    public CoolingPackage? Package { get; init; }

    /// <summary>W/(m2 K) from the last layer's outer face to ambient; null with a package.</summary>
    public double? TopCoefficient { get; init; }

    /// <summary>W/(m2 K) from the far face to ambient (a board, or cooling from both sides); zero for none.</summary>
    public double BottomCoefficient { get; init; }

    /// <summary>The layer of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public int LayerIndex(string name)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            if (Layers[i].Name == name) return i;
        }
        throw new ArgumentException($"There is no layer \"{name}\".", nameof(name));
    }
}
