namespace DeepStack.Sim.Physics.Network;

/// <summary>A rectangle of grid cells.</summary>
/// <param name="Left">First column.</param>
/// <param name="Bottom">First row.</param>
/// <param name="Columns">How many columns.</param>
/// <param name="Rows">How many rows.</param>
internal readonly record struct GridSpan(int Left, int Bottom, int Columns, int Rows)
{
    /// <summary>How many cells.</summary>
    public int Count => Columns * Rows;

    /// <summary>The column after the last.</summary>
    public int Right => Left + Columns;

    /// <summary>The row after the last.</summary>
    public int Top => Bottom + Rows;

    /// <summary>The cells that two rectangles share.</summary>
    public GridSpan Intersect(in GridSpan other)
    {
        int left = Math.Max(Left, other.Left), bottom = Math.Max(Bottom, other.Bottom);
        return new GridSpan(left, bottom, Math.Max(0, Math.Min(Right, other.Right) - left), Math.Max(0, Math.Min(Top, other.Top) - bottom));
    }
}
