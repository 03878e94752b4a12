using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Physics.Accounting;

/// <summary>What one event of each kind costs, and what draws power all the time; read from a preset of the kind "energy".</summary>
public sealed class EnergyCoefficients
{
    private readonly Dictionary<string, int> _index = [];

    private EnergyCoefficients(string name, IReadOnlyList<EnergyEvent> events, IReadOnlyList<StaticPower> statics, IReadOnlyList<Provenance> provenance)
    {
        (Name, Events, Statics, Provenance) = (name, events, statics, provenance);
        for (int i = 0; i < events.Count; i++) _index.Add(events[i].Name, i);
    }

    /// <summary>The preset's name.</summary>
    public string Name { get; }

    /// <summary>The kinds of events, in file order.</summary>
    public IReadOnlyList<EnergyEvent> Events { get; }

    /// <summary>What draws power all the time, in file order.</summary>
    public IReadOnlyList<StaticPower> Statics { get; }

    /// <summary>Where each number comes from.</summary>
    public IReadOnlyList<Provenance> Provenance { get; }

    /// <summary>Reads a shipped preset by name, or a .yaml file.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="die">The logic of the device, by which what is stated for an area grows; null where it is not known.</param>
    /// <exception cref="PresetException">There is no such preset, something in it is wrong, or it needs an area that is not known.</exception>
    public static EnergyCoefficients Load(string name, Area? die)
    {
        PresetDocument document = PresetLibrary.Open("energy", name);
        PresetSection events = document.Root.Section("events"), statics = document.Root.Section("static");
        var result = new EnergyCoefficients(
            document.Root.Text("name", name),
            [.. events.Keys.Select(key => new EnergyEvent(key, Positive(events, key)))],
            [.. statics.Keys.Select(key => ReadStatic(key, statics.Section(key), die))],
            document.Provenance);
        document.Finish();
        return result;
    }

    /// <summary>The number of a kind of event, which counts are kept by.</summary>
    /// <exception cref="PresetException">The preset has no such event.</exception>
    public int IndexOf(string name) => _index.TryGetValue(name, out int index)
        ? index
        : throw new PresetException($"Energy preset \"{Name}\" has no event \"{name}\".{Spelling.DidYouMean(name, Events.Select(e => e.Name))} Add it under events.");

    private static Energy Positive(PresetSection section, string key)
    {
        Energy energy = section.Get<Energy>(key);
        if (energy.Joules < 0) section.Fault(key, $"is {energy}; an energy is not negative");
        return energy;
    }

    private static StaticPower ReadStatic(string name, PresetSection section, Area? die)
    {
        double doubling = section.Get("doubling-kelvin", 0.0);
        if (doubling < 0) section.Fault("doubling-kelvin", $"is {doubling}; expected a positive number, or no such line for power that does not follow temperature");
        return new StaticPower(name, section.Get<Power>("power") * DiesIn(section, die), section.Get("at", Celsius.FromDegrees(60)), doubling);
    }

    /// <summary>How often the area for which a power is stated goes into the die; one where it is stated for the device.</summary>
    private static double DiesIn(PresetSection section, Area? die)
    {
        if (!section.Has("per")) return 1;
        Area per = section.Get<Area>("per");
        if (per.SquareMetres <= 0) section.Fault("per", $"is {per}; an area is positive");
        else if (die is null) section.Fault("per", "needs the area of the device's logic; state it as die_area in the preset of its chip");
        return die is { } area && per.SquareMetres > 0 ? area / per : 1;
    }
}
