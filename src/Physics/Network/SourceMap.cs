using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Network;

/// <summary>Finds the nodes of a floorplan's blocks.</summary>
internal static class SourceMap
{
    /// <summary>A source for each block of a layer, with its share of power in each cell of a slice.</summary>
    public static IEnumerable<HeatSource> Of(StackLayer layer, StackGrid grid, GridSlab slab) =>
        layer.Floorplan is { } floorplan ? floorplan.Blocks.Select(block => Of(layer, block, grid, slab)) : [];

    private static HeatSource Of(StackLayer layer, FloorplanBlock block, StackGrid grid, GridSlab slab)
    {
        var nodes = new List<int>();
        var areas = new List<double>();
        for (int row = slab.Span.Bottom; row < slab.Span.Top; row++)
        {
            for (int column = slab.Span.Left; column < slab.Span.Right; column++)
            {
                Rectangle cell = grid.CellAt(column, row);
                double area = block.Area.Overlap(cell);
                if (area <= 1e-9 * cell.Area) continue;
                nodes.Add(slab.NodeAt(column, row));
                areas.Add(area);
            }
        }
        double total = areas.Sum();
        return new HeatSource(layer.Name, block, layer.RoleOf(block), [.. nodes], [.. areas.Select(a => a / total)]);
    }
}
