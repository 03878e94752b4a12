using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Network;

/// <summary>The parts of spreader and sink beyond the die as twelve lumps: four spreader rims, four sink rims under them, four outer sink rims.</summary>
/// <approximation>A rim is one temperature. Against gridded plates the hottest logic reads 2 to 6.5 K low on a small die; use the resolved convention where that matters.</approximation>
internal sealed class PackageRims(CoolingPackage package, double width, double height, double nodeAbove, ThermalNetworkBuilder builder)
{
    private double SinkSide => package.Sink.Side;

    private double SpreaderSide => package.Spreader.Side;

    private double ConvectionPerArea => package.ConvectionResistance * SinkSide * SinkSide;

    /// <summary>Adds the lumps and joins them to the plates' edge cells and to ambient.</summary>
    public void Add(StackGrid grid, GridSlab spreader, GridSlab sink)
    {
        foreach (Side side in Enum.GetValues<Side>()) AddSide(grid, spreader, sink, side);
        for (int row = 0; row < sink.Span.Rows; row++)
        {
            for (int column = 0; column < sink.Span.Columns; column++) Cool(sink.NodeAt(column, row), grid.CellAt(column, row).Area);
        }
    }

    private void AddSide(StackGrid grid, GridSlab spreader, GridSlab sink, Side side)
    {
        bool sideways = side is Side.West or Side.East;
        (double across, double along) = sideways ? (width, height) : (height, width);
        double length = (SpreaderSide - across) / 4, face = (SpreaderSide + 3 * along) / 4;
        double innerArea = (SpreaderSide + along) * (SpreaderSide - across) / 4;
        double outerArea = (SinkSide * SinkSide - SpreaderSide * SpreaderSide) / 4;
        int rim = builder.Add(CapacityOf(package.Spreader, innerArea));
        int inner = builder.Add(CapacityOf(package.Sink, innerArea));
        int outer = builder.Add(CapacityOf(package.Sink, outerArea));
        LinkEdge(grid, spreader, side, rim, length / face);
        LinkEdge(grid, sink, side, inner, length / face);
        builder.Link(rim, inner, Through(package.Spreader, innerArea) * nodeAbove + Through(package.Sink, innerArea) * (1 - nodeAbove));
        double outward = length / ((3 * SpreaderSide + along) / 4) + (SinkSide - SpreaderSide) / 4 / (SinkSide + 3 * SpreaderSide) * 4;
        builder.Link(inner, outer, outward / Sheet(package.Sink, sideways));
        Cool(inner, innerArea);
        Cool(outer, outerArea);
    }

    /// <summary>Joins the cells of one edge to a rim: each by half its own width and by its share of the way into the rim.</summary>
    private void LinkEdge(StackGrid grid, GridSlab slab, Side side, int rim, double squares)
    {
        bool sideways = side is Side.West or Side.East;
        int count = sideways ? slab.Span.Rows : slab.Span.Columns;
        double sheet = (sideways ? slab.Material.ConductivityX : slab.Material.ConductivityY) * slab.Thickness;
        for (int i = 0; i < count; i++)
        {
            (int column, int row) = side switch
            {
                Side.West => (0, i),
                Side.East => (slab.Span.Columns - 1, i),
                Side.South => (i, 0),
                _ => (i, slab.Span.Rows - 1),
            };
            Rectangle cell = grid.CellAt(column, row);
            double half = sideways ? cell.HalfResistanceX(sheet) : cell.HalfResistanceY(sheet);
            builder.Link(slab.NodeAt(column, row), rim, half + count * squares / sheet);
        }
    }

    private void Cool(int node, double area)
    {
        builder.LinkToAmbient(node, Through(package.Sink, area) * nodeAbove + ConvectionPerArea / area);
        builder.AddCapacity(node, package.ConvectionCapacitance * area / (SinkSide * SinkSide));
    }

    private static double CapacityOf(Slab slab, double area) => slab.Material.HeatCapacity * slab.Thickness * area;

    private static double Through(Slab slab, double area) => slab.Thickness / (slab.Material.ConductivityZ * area);

    private static double Sheet(Slab slab, bool sideways) => (sideways ? slab.Material.ConductivityX : slab.Material.ConductivityY) * slab.Thickness;

    private enum Side
    {
        West,
        East,
        South,
        North,
    }
}
