namespace DeepStack.Sim.Physics.Stacks;

/// <summary>What a layer, or a part of one, is made of; metal and bond layers conduct differently along and across.</summary>
/// <param name="ConductivityX">W/(m K) along the die's width; positive.</param>
/// <param name="ConductivityY">W/(m K) along the die's height; positive.</param>
/// <param name="ConductivityZ">W/(m K) through the layer; positive.</param>
/// <param name="HeatCapacity">J/(m3 K); not negative.</param>
public sealed record Material(double ConductivityX, double ConductivityY, double ConductivityZ, double HeatCapacity)
{
    /// <summary>A material that conducts equally in all directions.</summary>
    public static Material Isotropic(double conductivity, double heatCapacity) => new(conductivity, conductivity, conductivity, heatCapacity);
}
