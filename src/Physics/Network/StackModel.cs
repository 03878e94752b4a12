using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Network;

/// <summary>A stack's thermal network, with the places where blocks heat it and where layers are read.</summary>
public sealed class StackModel
{
    internal StackModel(StackSpec spec, NodeConvention convention, ThermalNetwork network, IReadOnlyList<LayerCells> layers, IReadOnlyList<HeatSource> sources)
    {
        (Spec, Convention, Network, Layers, Sources) = (spec, convention, network, layers, sources);
    }

    /// <summary>The stack.</summary>
    public StackSpec Spec { get; }

    /// <summary>Where its nodes lie.</summary>
    public NodeConvention Convention { get; }

    /// <summary>The network.</summary>
    public ThermalNetwork Network { get; }

    /// <summary>The stack's layers from the far side to the cooled side, then "spreader" and "sink" if there is a package.</summary>
    public IReadOnlyList<LayerCells> Layers { get; }

    /// <summary>Every block of every layer with a floorplan, in that order.</summary>
    public IReadOnlyList<HeatSource> Sources { get; }

    /// <summary>Builds the network of a stack.</summary>
    public static StackModel Build(StackSpec spec, NodeConvention convention) =>
        convention == NodeConvention.Resolved ? new ResolvedStackBuilder(spec).Build() : new LumpedStackBuilder(spec, convention).Build();

    /// <summary>The same network with other sources, such as groups of its blocks.</summary>
    internal StackModel With(IReadOnlyList<HeatSource> sources) => new(Spec, Convention, Network, Layers, sources);

    /// <summary>The position of a block in <see cref="Sources"/>.</summary>
    /// <exception cref="ArgumentException">There is no such block.</exception>
    public int SourceIndex(string layer, string block)
    {
        for (int i = 0; i < Sources.Count; i++)
        {
            if (Sources[i].Layer == layer && Sources[i].Block == block) return i;
        }
        throw new ArgumentException($"There is no block \"{block}\" in layer \"{layer}\".", nameof(block));
    }

    /// <summary>Node powers, in watts, of block powers.</summary>
    /// <param name="powers">The blocks that spend something.</param>
    /// <param name="scale">A multiplier by layer name; null for none.</param>
    public double[] NodePowers(IEnumerable<BlockPower> powers, Func<string, double>? scale = null)
    {
        var nodes = new double[Network.Count];
        foreach (BlockPower power in powers) Sources[SourceIndex(power.Layer, power.Block)].Heat(nodes, power.Power.Watts * (scale?.Invoke(power.Layer) ?? 1));
        return nodes;
    }

    /// <summary>The temperatures of all layers.</summary>
    /// <param name="rises">K above ambient, a node each.</param>
    public IReadOnlyList<LayerTemperature> Read(ReadOnlySpan<double> rises)
    {
        var result = new LayerTemperature[Layers.Count];
        for (int i = 0; i < result.Length; i++) result[i] = Layers[i].Read(rises, Spec.Ambient);
        return result;
    }

    /// <summary>The temperature map of a layer.</summary>
    /// <param name="layer">Its name.</param>
    /// <param name="rises">K above ambient, a node each.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public HeatMap MapOf(string layer, ReadOnlySpan<double> rises)
    {
        LayerCells cells = Layers.FirstOrDefault(l => l.Name == layer) ?? throw new ArgumentException($"There is no layer \"{layer}\".", nameof(layer));
        var temperatures = new double[cells.Count];
        ReadOnlySpan<double> local = cells.In(rises);
        for (int i = 0; i < temperatures.Length; i++)
            temperatures[i] = Spec.Ambient.Degrees + local[(cells.Rows - 1 - i / cells.Columns) * cells.Columns + i % cells.Columns];
        return new HeatMap(layer, cells.Columns, [.. Enumerable.Repeat("", cells.Rows)], temperatures);
    }

    /// <summary>The stack in section, the cooled side on top: in each layer and column the hottest cell along y. Plates wider than the die are left out.</summary>
    /// <param name="rises">K above ambient, a node each.</param>
    public HeatMap Section(ReadOnlySpan<double> rises)
    {
        int columns = Layers[0].Columns;
        LayerCells[] layers = [.. Layers.Where(l => l.Columns == columns).Reverse()];
        var temperatures = new double[layers.Length * columns];
        for (int row = 0; row < layers.Length; row++)
        {
            ReadOnlySpan<double> local = layers[row].In(rises);
            for (int column = 0; column < columns; column++)
            {
                double max = double.NegativeInfinity;
                for (int i = column; i < local.Length; i += columns) max = Math.Max(max, local[i]);
                temperatures[row * columns + column] = Spec.Ambient.Degrees + max;
            }
        }
        return new HeatMap("section", columns, [.. layers.Select(l => l.Name)], temperatures);
    }
}
