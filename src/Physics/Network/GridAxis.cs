namespace DeepStack.Sim.Physics.Network;

/// <summary>The grid lines along one axis: even over the die, widening over spreader and sink on both sides.</summary>
internal sealed class GridAxis
{
    public GridAxis(double die, int cells, double spreader, double sink, double growth)
    {
        double size = die / cells;
        List<double> inner = Widening(die, spreader, ref size, growth), outer = Widening(Math.Max(die, spreader), sink, ref size, growth);
        var right = new List<double>();
        double edge = die / 2;
        foreach (double width in inner.Concat(outer)) right.Add(edge += width);
        int beyond = right.Count;
        Lines = new double[cells + 1 + 2 * beyond];
        for (int i = 0; i <= cells; i++) Lines[beyond + i] = die * i / cells;
        for (int i = 0; i < beyond; i++)
        {
            Lines[beyond + cells + 1 + i] = die / 2 + right[i];
            Lines[beyond - 1 - i] = die / 2 - right[i];
        }
        Die = (beyond, cells);
        Spreader = (outer.Count, cells + 2 * inner.Count);
        Sink = (0, cells + 2 * beyond);
    }

    /// <summary>The lines in die coordinates.</summary>
    public double[] Lines { get; }

    /// <summary>First cell and number of cells over the die.</summary>
    public (int First, int Count) Die { get; }

    /// <summary>The same over the spreader.</summary>
    public (int First, int Count) Spreader { get; }

    /// <summary>The same over the sink.</summary>
    public (int First, int Count) Sink { get; }

    /// <summary>Widths of cells that fill one side from one plate's edge to the next one's.</summary>
    private static List<double> Widening(double from, double to, ref double size, double growth)
    {
        var widths = new List<double>();
        double gap = (to - from) / 2, sum = 0;
        while (sum < gap * (1 - 1e-9))
        {
            size *= growth;
            widths.Add(size);
            sum += size;
        }
        for (int i = 0; i < widths.Count; i++) widths[i] *= gap / sum;
        if (widths.Count > 0) size = widths[^1];
        return widths;
    }
}
