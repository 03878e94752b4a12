using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;

namespace DeepStack.Sim.Physics.Laws;

/// <summary>A device as one thermal resistance that grows with the number of DRAM layers: what other simulators use, and a network of one node.</summary>
/// <param name="Ambient">The temperature without power.</param>
/// <param name="BaseResistance">K/W without DRAM.</param>
/// <param name="ResistancePerLayer">K/W that each DRAM layer adds.</param>
public sealed record OneNumberModel(Celsius Ambient, double BaseResistance, double ResistancePerLayer)
{
    /// <summary>35 C and 0.56 + 0.01 m K/W, as the DeepStack authors' published artifact has it (arXiv 2604.04750).</summary>
    public static OneNumberModel Published { get; } = new(Celsius.FromDegrees(35), 0.56, 0.01);

    /// <summary>K/W for a number of DRAM layers.</summary>
    public double ResistanceOf(int layers) => BaseResistance + ResistancePerLayer * layers;

    /// <summary>The temperature of a device at a power.</summary>
    public Celsius TemperatureAt(Power power, int layers) => Celsius.FromDegrees(Ambient.Degrees + ResistanceOf(layers) * power.Watts);

    /// <summary>The power that just reaches a temperature limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above ambient.</exception>
    public Power PowerAt(Celsius limit, int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, Ambient);
        return Power.FromWatts((limit - Ambient) / ResistanceOf(layers));
    }

    /// <summary>The clock ratio that a taller stack must fall back to, so as not to be hotter than a stack without DRAM at its rated power.</summary>
    /// <param name="rated">The power for which the device without DRAM is rated.</param>
    /// <param name="static">Its power that does not follow the clock.</param>
    /// <param name="layers">DRAM layers.</param>
    /// <param name="exponent">How dynamic power grows with the clock; three where the voltage follows.</param>
    /// <returns>((rated x base / resistance(layers) - static) / (rated - static))^(1 / exponent); zero if static power alone is too much.</returns>
    public double ClockRatioFor(Power rated, Power @static, int layers, int exponent = 3)
    {
        double allowed = rated.Watts * BaseResistance / ResistanceOf(layers) - @static.Watts;
        return allowed <= 0 ? 0 : Roots.Root(allowed / (rated.Watts - @static.Watts), exponent);
    }

    /// <summary>The same model as a thermal network.</summary>
    /// <param name="layers">DRAM layers.</param>
    /// <param name="capacity">J/K, for transients; the published model has none.</param>
    public ThermalNetwork NetworkOf(int layers, double capacity = 0)
    {
        var builder = new ThermalNetworkBuilder();
        builder.LinkToAmbient(builder.Add(capacity), ResistanceOf(layers));
        return builder.Build();
    }
}
