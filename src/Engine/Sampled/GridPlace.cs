namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Where a size lies on a grid.</summary>
/// <param name="Lower">The point at or below it.</param>
/// <param name="Upper">The point at or above it.</param>
/// <param name="Fraction">How far it lies from the lower to the upper one, 0 to below 1.</param>
internal readonly record struct GridPlace(long Lower, long Upper, double Fraction)
{
    /// <summary>Whether the size is a point itself.</summary>
    public bool IsPoint => Fraction == 0;

    /// <summary>A size that is a point.</summary>
    public static GridPlace At(long point) => new(point, point, 0);
}
