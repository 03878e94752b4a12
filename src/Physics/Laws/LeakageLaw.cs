using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Laws;

/// <summary>Leakage that grows exponentially with temperature: reference power x 2^((T - reference) / doubling).</summary>
/// <param name="AtReference">The leakage at the reference temperature.</param>
/// <param name="Reference">The reference temperature.</param>
/// <param name="Doubling">Kelvin over which leakage doubles; positive. DRAM supply currents fitted as exponentials give 15 to 18.</param>
public sealed record LeakageLaw(Power AtReference, Celsius Reference, double Doubling)
{
    private const double LogOfTwo = 0.69314718055994531;

    /// <summary>The leakage at a temperature.</summary>
    public Power At(Celsius temperature) => AtReference * ReproducibleMath.Exp((temperature - Reference) * LogOfTwo / Doubling);

    /// <summary>The factor over a few kelvin, by four terms of the exponential: exact to a millionth while it is within a seventh of 1.</summary>
    public double GrowthOver(double kelvin)
    {
        double x = kelvin * LogOfTwo / Doubling;
        return 1 + (x * (1 + (x * (0.5 + (x * ((1.0 / 6) + (x * (1.0 / 24))))))));
    }

    /// <summary>Its slope at a temperature, in W/K.</summary>
    public double SlopeAt(Celsius temperature) => At(temperature).Watts * LogOfTwo / Doubling;
}
