using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Whether and how heat acts back on the machine.</summary>
public sealed record HeatOptions
{
    /// <summary>How closely temperatures follow power; off for a machine that never grows warm.</summary>
    public ThermalMode Mode { get; init; } = ThermalMode.Off;

    /// <summary>The thermal stack of a device, a preset's name or a path; null for the one that the machine names.</summary>
    public string? Stack { get; init; }

    /// <summary>How the stack becomes a network of nodes.</summary>
    /// <remarks>Nodes in mid-plane with a lumped package are a few per cent off the network that resolves spreader and sink, which takes tens of times as long.</remarks>
    public NodeConvention Nodes { get; init; } = NodeConvention.MidPlane;

    /// <summary>Whether devices begin at ambient, just switched on, rather than at the steady state of idling.</summary>
    public bool StartsAtAmbient { get; init; }

    /// <summary>The temperature that the clock holds; null for a clock that never slows for heat.</summary>
    public Celsius? Throttle { get; init; } = Celsius.FromDegrees(100);

    /// <summary>The slowest clock over the nominal one, in (0, 1].</summary>
    public double LowestClock { get; init; } = 0.25;

    /// <summary>Above this a device shuts down, which ends the run.</summary>
    public Celsius Trip { get; init; } = Celsius.FromDegrees(105);

    /// <summary>The most that a device may draw, kept by its clock; null for no limit.</summary>
    public Power? PowerCap { get; init; }

    /// <summary>Kelvin below a refresh threshold at which the rate falls back.</summary>
    public double Hysteresis { get; init; } = 2;

    /// <summary>How often sensors are looked at, at most.</summary>
    public Duration SensorPeriod { get; init; } = Duration.FromNanoseconds(1_000_000);

    /// <summary>How old a reading is when it acts on the clock.</summary>
    public Duration SensorDelay { get; init; } = Duration.FromNanoseconds(1_000_000);
}
