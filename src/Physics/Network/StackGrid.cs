using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Network;

/// <summary>Slices over a common grid of columns and rows, joined inside and to each other by finite volumes.</summary>
internal sealed class StackGrid
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly ThermalNetworkBuilder _builder;
    private readonly List<GridSlab> _slabs = [];
    private readonly List<Material[]> _cells = [];

    /// <param name="x">The grid lines along x, ascending, in die coordinates (metres).</param>
    /// <param name="y">The grid lines along y.</param>
    /// <param name="builder">Takes the nodes and links.</param>
    public StackGrid(double[] x, double[] y, ThermalNetworkBuilder builder) => (_x, _y, _builder) = (x, y, builder);

    /// <summary>From the far side to the cooled side.</summary>
    public IReadOnlyList<GridSlab> Slabs => _slabs;

    /// <summary>The rectangle of a cell.</summary>
    public Rectangle CellAt(int column, int row) => new(_x[column], _y[row], _x[column + 1] - _x[column], _y[row + 1] - _y[row]);

    /// <summary>Puts a slice on the cooled side of those before: its nodes, its lateral links, and the links down.</summary>
    public GridSlab Add(GridSlab slab)
    {
        int first = -1;
        var cells = new Material[slab.Span.Count];
        for (int row = slab.Span.Bottom, i = 0; row < slab.Span.Top; row++)
        {
            for (int column = slab.Span.Left; column < slab.Span.Right; column++, i++)
            {
                Rectangle cell = CellAt(column, row);
                cells[i] = MaterialOf(slab, cell);
                int node = _builder.Add(cells[i].HeatCapacity * slab.Thickness * cell.Area);
                if (i == 0) first = node;
            }
        }
        slab = slab with { FirstNode = first };
        _slabs.Add(slab);
        _cells.Add(cells);
        LinkSideways(slab, cells);
        if (_slabs.Count > 1) LinkDown(_slabs.Count - 1);
        return slab;
    }

    /// <summary>K/W from a node to the cooled face of its cell.</summary>
    public double ResistanceAbove(int slab, int column, int row) => Share(slab, column, row, _slabs[slab].Above);

    /// <summary>K/W from a node to the far face of its cell.</summary>
    public double ResistanceBelow(int slab, int column, int row) => Share(slab, column, row, 1 - _slabs[slab].Above);

    private double Share(int slab, int column, int row, double share)
    {
        GridSlab s = _slabs[slab];
        return share * s.Thickness / (_cells[slab][s.NodeAt(column, row) - s.FirstNode].ConductivityZ * CellAt(column, row).Area);
    }

    private void LinkDown(int upper)
    {
        GridSlab below = _slabs[upper - 1], above = _slabs[upper];
        GridSpan common = below.Span.Intersect(above.Span);
        for (int row = common.Bottom; row < common.Top; row++)
        {
            for (int column = common.Left; column < common.Right; column++)
            {
                double resistance = ResistanceAbove(upper - 1, column, row) + ResistanceBelow(upper, column, row);
                _builder.Link(below.NodeAt(column, row), above.NodeAt(column, row), resistance);
            }
        }
    }

    private void LinkSideways(GridSlab slab, Material[] cells)
    {
        int stride = slab.Span.Columns;
        for (int row = slab.Span.Bottom; row < slab.Span.Top; row++)
        {
            for (int column = slab.Span.Left; column < slab.Span.Right; column++)
            {
                int node = slab.NodeAt(column, row), i = node - slab.FirstNode;
                if (column + 1 < slab.Span.Right) _builder.Link(node, node + 1, HalfX(cells[i], column, row) + HalfX(cells[i + 1], column + 1, row));
                if (row + 1 < slab.Span.Top) _builder.Link(node, node + stride, HalfY(cells[i], column, row) + HalfY(cells[i + stride], column, row + 1));
            }
        }

        double HalfX(Material material, int column, int row) => CellAt(column, row).HalfResistanceX(material.ConductivityX * slab.Thickness);
        double HalfY(Material material, int column, int row) => CellAt(column, row).HalfResistanceY(material.ConductivityY * slab.Thickness);
    }

    /// <summary>The layer's material, mixed by area with that of the regions in the cell.</summary>
    private static Material MaterialOf(GridSlab slab, in Rectangle cell)
    {
        if (slab.Regions.Count == 0) return slab.Material;
        double rest = 1, x = 0, y = 0, z = 0, heat = 0;
        foreach (MaterialRegion region in slab.Regions)
        {
            double share = region.Area.Overlap(cell) / cell.Area;
            if (share > 1 - 1e-9) return region.Material;
            Mix(region.Material, share);
            rest -= share;
        }
        if (rest > 1 - 1e-9) return slab.Material;
        Mix(slab.Material, rest);
        return new Material(x, y, z, heat);

        void Mix(Material material, double share)
        {
            x += share * material.ConductivityX;
            y += share * material.ConductivityY;
            z += share * material.ConductivityZ;
            heat += share * material.HeatCapacity;
        }
    }
}
