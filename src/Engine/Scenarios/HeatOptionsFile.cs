using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>The section "thermal" of a scenario file.</summary>
internal static class HeatOptionsFile
{
    private static readonly string[] Modes = ["off", "steady", "transient", "reduced"];
    private static readonly string[] Conventions = ["far-face", "mid-plane", "resolved"];

    /// <summary>The word for a mode.</summary>
    public static string WordOf(ThermalMode mode) => Modes[(int)mode];

    /// <summary>Reads the section; without one, heat is left out.</summary>
    public static HeatOptions Read(PresetSection? section)
    {
        var defaults = new HeatOptions();
        if (section is null) return defaults;
        return new HeatOptions
        {
            Mode = section.Has("mode") ? (ThermalMode)Math.Max(0, Array.IndexOf(Modes, section.Choice("mode", Modes))) : defaults.Mode,
            Stack = section.Has("stack") ? section.Text("stack") : null,
            Nodes = section.Has("nodes") ? (NodeConvention)Math.Max(0, Array.IndexOf(Conventions, section.Choice("nodes", Conventions))) : defaults.Nodes,
            StartsAtAmbient = section.Has("start") && section.Choice("start", "idle", "ambient") == "ambient",
            Throttle = Optional(section, "throttle", defaults.Throttle),
            LowestClock = Within(section, "lowest_clock", defaults.LowestClock, x => x is > 0 and <= 1, "above 0 and at most 1"),
            Trip = section.Get("trip", defaults.Trip),
            PowerCap = CapOf(section),
            Hysteresis = Within(section, "hysteresis", defaults.Hysteresis, x => x is >= 0 and < 1000, "a number of kelvin that is not negative"),
            SensorPeriod = Positive(section, "sensor_period", defaults.SensorPeriod),
            SensorDelay = Positive(section, "sensor_delay", defaults.SensorDelay),
        };
    }

    /// <summary>Keys and values, in order; none where heat is left out.</summary>
    public static IEnumerable<(string Key, object Value)> Write(HeatOptions options)
    {
        if (options.Mode == ThermalMode.Off) yield break;
        yield return ("mode", WordOf(options.Mode));
        if (options.Stack is { } stack) yield return ("stack", $"\"{stack}\"");
        yield return ("nodes", Conventions[(int)options.Nodes]);
        yield return ("start", options.StartsAtAmbient ? "ambient" : "idle");
        yield return ("throttle", options.Throttle is { } target ? target : "none");
        yield return ("lowest_clock", options.LowestClock.ToString("R", CultureInfo.InvariantCulture));
        yield return ("trip", options.Trip);
        if (options.PowerCap is { } cap) yield return ("power_cap", cap);
        yield return ("hysteresis", options.Hysteresis.ToString("R", CultureInfo.InvariantCulture));
        yield return ("sensor_period", options.SensorPeriod);
        yield return ("sensor_delay", options.SensorDelay);
    }

    private static Celsius? Optional(PresetSection section, string key, Celsius? otherwise)
    {
        if (!section.Has(key)) return otherwise;
        return section.Text(key) == "none" ? null : section.Get<Celsius>(key);
    }

    private static Power? CapOf(PresetSection section)
    {
        if (!section.Has("power_cap") || section.Text("power_cap") == "none") return null;
        Power cap = section.Get<Power>("power_cap");
        if (!(cap > Power.Zero)) section.Fault("power_cap", $"is {cap}; expected a positive power, or none");
        return cap;
    }

    private static double Within(PresetSection section, string key, double otherwise, Func<double, bool> isFine, string expected)
    {
        double value = section.Get(key, otherwise);
        if (isFine(value)) return value;
        section.Fault(key, $"is {value}; expected {expected}");
        return otherwise;
    }

    private static Duration Positive(PresetSection section, string key, Duration otherwise)
    {
        Duration value = section.Get(key, otherwise);
        if (value > Duration.Zero) return value;
        section.Fault(key, $"is {value}; expected a positive time");
        return otherwise;
    }
}
