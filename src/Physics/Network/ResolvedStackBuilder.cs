using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Network;

/// <summary>Builds the network of a stack with spreader and sink gridded to their full size and thick layers cut into slices.</summary>
/// <remarks>Beyond the die the cells widen by a constant ratio. A layer's heat enters, and its temperature is read, in its farthest slice.</remarks>
internal sealed class ResolvedStackBuilder
{
    /// <summary>Thickest slice of a layer of the stack, in metres.</summary>
    private const double ThickestSlice = 50e-6;

    /// <summary>Slices of spreader and sink.</summary>
    private const int PlateSlices = 4;

    /// <summary>How much wider each cell beyond the die is than the one before.</summary>
    private const double Growth = 1.3;

    private readonly StackSpec _spec;
    private readonly ThermalNetworkBuilder _builder = new();
    private readonly GridAxis _x;
    private readonly GridAxis _y;
    private readonly StackGrid _grid;
    private readonly List<LayerCells> _cells = [];
    private readonly List<HeatSource> _sources = [];

    public ResolvedStackBuilder(StackSpec spec)
    {
        _spec = spec;
        double spreader = spec.Package?.Spreader.Side ?? 0, sink = spec.Package?.Sink.Side ?? 0;
        _x = new GridAxis(spec.Width, spec.Columns, spreader, sink, Growth);
        _y = new GridAxis(spec.Height, spec.Rows, spreader, sink, Growth);
        _grid = new StackGrid(_x.Lines, _y.Lines, _builder);
    }

    /// <summary>The network with its readings.</summary>
    public StackModel Build()
    {
        foreach (StackLayer layer in _spec.Layers)
        {
            GridSlab first = AddSlices(layer.Name, layer.Thickness, layer.Material, layer.Regions, Span(_x.Die, _y.Die), (int)Math.Ceiling(layer.Thickness / ThickestSlice - 1e-9));
            _sources.AddRange(SourceMap.Of(layer, _grid, first));
        }
        if (_spec.Package is { } package)
        {
            AddSlices("spreader", package.Spreader.Thickness, package.Spreader.Material, [], Span(_x.Spreader, _y.Spreader), PlateSlices);
            AddSlices("sink", package.Sink.Thickness, package.Sink.Material, [], Span(_x.Sink, _y.Sink), PlateSlices);
            CoolSink(package);
        }
        Surfaces.Cool(_grid, _spec, _builder);
        return new StackModel(_spec, NodeConvention.Resolved, _builder.Build(), _cells, _sources);
    }

    private GridSlab AddSlices(string name, double thickness, Material material, IReadOnlyList<MaterialRegion> regions, GridSpan span, int slices)
    {
        GridSlab? first = null;
        for (int i = 0; i < slices; i++)
        {
            GridSlab slab = _grid.Add(new GridSlab { Layer = name, Thickness = thickness / slices, Material = material, Regions = regions, Above = 0.5, Span = span });
            first ??= slab;
        }
        IEnumerable<double> areas = Enumerable.Range(0, span.Count).Select(i => _grid.CellAt(span.Left + i % span.Columns, span.Bottom + i / span.Columns).Area);
        _cells.Add(new LayerCells(name, first!.FirstNode, span.Columns, [.. areas]));
        return first;
    }

    private void CoolSink(CoolingPackage package)
    {
        int last = _grid.Slabs.Count - 1;
        GridSlab slab = _grid.Slabs[last];
        double sinkArea = package.Sink.Side * package.Sink.Side;
        for (int row = slab.Span.Bottom; row < slab.Span.Top; row++)
        {
            for (int column = slab.Span.Left; column < slab.Span.Right; column++)
            {
                double share = _grid.CellAt(column, row).Area / sinkArea;
                int node = slab.NodeAt(column, row);
                _builder.LinkToAmbient(node, _grid.ResistanceAbove(last, column, row) + package.ConvectionResistance / share);
                _builder.AddCapacity(node, package.ConvectionCapacitance * share);
            }
        }
    }

    private static GridSpan Span((int First, int Count) x, (int First, int Count) y) => new(x.First, y.First, x.Count, y.Count);
}
