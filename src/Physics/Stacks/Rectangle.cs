namespace DeepStack.Sim.Physics.Stacks;

/// <summary>A rectangle on the die, in metres; the origin is the die's lower left corner.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Lower edge.</param>
/// <param name="Width">Extent along x.</param>
/// <param name="Height">Extent along y.</param>
public readonly record struct Rectangle(double X, double Y, double Width, double Height)
{
    /// <summary>m2.</summary>
    public double Area => Width * Height;

    /// <summary>The right edge.</summary>
    public double Right => X + Width;

    /// <summary>The upper edge.</summary>
    public double Top => Y + Height;

    /// <summary>The area that two rectangles share, in m2.</summary>
    public double Overlap(in Rectangle other)
    {
        double width = Math.Min(Right, other.Right) - Math.Max(X, other.X);
        double height = Math.Min(Top, other.Top) - Math.Max(Y, other.Y);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <summary>K/W from the middle to the right or left edge of a sheet.</summary>
    /// <param name="sheetConductance">Conductivity x thickness, W/K.</param>
    public double HalfResistanceX(double sheetConductance) => Width / (2 * sheetConductance * Height);

    /// <summary>K/W from the middle to the upper or lower edge of a sheet.</summary>
    /// <param name="sheetConductance">Conductivity x thickness, W/K.</param>
    public double HalfResistanceY(double sheetConductance) => Height / (2 * sheetConductance * Width);
}
