using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Network;

/// <summary>Joins the outer faces of a stack to ambient where coefficients cool them directly.</summary>
internal static class Surfaces
{
    /// <summary>Cools the last layer's outer face and the first layer's far face as the stack says.</summary>
    public static void Cool(StackGrid grid, StackSpec spec, ThermalNetworkBuilder builder)
    {
        int last = grid.Slabs.Count - 1;
        if (spec.Package is null) Cool(grid, last, spec.TopCoefficient!.Value, grid.ResistanceAbove, builder);
        if (spec.BottomCoefficient > 0) Cool(grid, 0, spec.BottomCoefficient, grid.ResistanceBelow, builder);
    }

    private static void Cool(StackGrid grid, int index, double coefficient, Func<int, int, int, double> toFace, ThermalNetworkBuilder builder)
    {
        GridSlab slab = grid.Slabs[index];
        for (int row = slab.Span.Bottom; row < slab.Span.Top; row++)
        {
            for (int column = slab.Span.Left; column < slab.Span.Right; column++)
                builder.LinkToAmbient(slab.NodeAt(column, row), toFace(index, column, row) + 1 / (coefficient * grid.CellAt(column, row).Area));
        }
    }
}
