using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Network;

/// <summary>Builds the network of a stack on the die's own grid, with the package beyond the die as lumps.</summary>
internal sealed class LumpedStackBuilder(StackSpec spec, NodeConvention convention)
{
    private readonly ThermalNetworkBuilder _builder = new();

    /// <summary>Share of a slice between its node and its cooled face.</summary>
    private double Above => convention == NodeConvention.FarFace ? 1 : 0.5;

    /// <summary>The network with its readings.</summary>
    public StackModel Build()
    {
        var grid = new StackGrid(Lines(spec.Width, spec.Columns), Lines(spec.Height, spec.Rows), _builder);
        var sources = new List<HeatSource>();
        foreach (StackLayer layer in spec.Layers)
        {
            GridSlab slab = grid.Add(SlabOf(layer.Name, layer.Thickness, layer.Material, layer.Regions, grid.Slabs.Count == 0 ? 1 : Above));
            sources.AddRange(SourceMap.Of(layer, grid, slab));
        }
        if (spec.Package is { } package)
        {
            GridSlab spreader = grid.Add(SlabOf("spreader", package.Spreader.Thickness, package.Spreader.Material, [], Above));
            GridSlab sink = grid.Add(SlabOf("sink", package.Sink.Thickness, package.Sink.Material, [], Above));
            new PackageRims(package, spec.Width, spec.Height, Above, _builder).Add(grid, spreader, sink);
        }
        Surfaces.Cool(grid, spec, _builder);
        return new StackModel(spec, convention, _builder.Build(), [.. grid.Slabs.Select(s => CellsOf(grid, s))], sources);
    }

    private static LayerCells CellsOf(StackGrid grid, GridSlab slab) =>
        new(slab.Layer, slab.FirstNode, slab.Span.Columns, [.. Enumerable.Range(0, slab.Span.Count).Select(i => grid.CellAt(i % slab.Span.Columns, i / slab.Span.Columns).Area)]);

    private GridSlab SlabOf(string name, double thickness, Material material, IReadOnlyList<MaterialRegion> regions, double above) => new()
    {
        Layer = name,
        Thickness = thickness,
        Material = material,
        Regions = regions,
        Above = above,
        Span = new GridSpan(0, 0, spec.Columns, spec.Rows),
    };

    private static double[] Lines(double length, int count) => [.. Enumerable.Range(0, count + 1).Select(i => length * i / count)];
}
