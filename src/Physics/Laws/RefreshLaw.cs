using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Laws;

/// <summary>How often DRAM must refresh at a temperature: once, twice or four times the nominal rate.</summary>
/// <param name="Twice">Above this the rate doubles.</param>
/// <param name="Fourfold">Above this it doubles again.</param>
/// <param name="Hysteresis">Kelvin below a threshold at which the rate falls back; not negative.</param>
/// <remarks>JEDEC parts halve the interval above 85 C and allow operation to 95 C; the step at 95 C and the end at 105 C are our assumption.</remarks>
public sealed record RefreshLaw(Celsius Twice, Celsius Fourfold, double Hysteresis)
{
    /// <summary>Thresholds of 85 and 95 C with 2 K of hysteresis.</summary>
    public static RefreshLaw Default { get; } = new(Celsius.FromDegrees(85), Celsius.FromDegrees(95), 2);

    /// <summary>The rate (1, 2 or 4) that follows the present one at a temperature.</summary>
    public int Next(int present, Celsius temperature)
    {
        int rising = RateAt(temperature, 0), falling = RateAt(temperature, Hysteresis);
        return Math.Clamp(present, rising, falling);
    }

    private int RateAt(Celsius temperature, double margin)
    {
        double degrees = temperature.Degrees + margin;
        return degrees > Fourfold.Degrees ? 4 : degrees > Twice.Degrees ? 2 : 1;
    }
}
