using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Control;

/// <summary>The schedulers by name.</summary>
public static class Schedulers
{
    private const int HitCap = 16;

    private static readonly string[] KnownNames = ["ramulator", "ramulator-rowhit", "dramsim3", "frfcfs", "frfcfs-cap", "bank-parallel"];

    /// <summary>All names, in the order of <see cref="SchedulerKind"/>.</summary>
    public static IReadOnlyList<string> Names => KnownNames;

    /// <summary>The scheduler of a name.</summary>
    /// <exception cref="PresetException">There is none of that name.</exception>
    public static SchedulerKind Find(string name)
    {
        int index = Array.IndexOf(KnownNames, name);
        if (index >= 0) return (SchedulerKind)index;
        throw new PresetException($"There is no scheduler \"{name}\".{Spelling.DidYouMean(name, KnownNames)} Known: {string.Join(", ", KnownNames)}.");
    }

    /// <summary>Builds a controller for one channel.</summary>
    /// <param name="kind">The scheduler.</param>
    /// <param name="spec">The channel.</param>
    /// <param name="commands">Receives every command; null if nobody wants to know.</param>
    /// <param name="requests">Receives when each request was taken in and completed; null if nobody wants to know.</param>
    /// <param name="aftermath">Ticks for which commands go on after the last completion.</param>
    /// <exception cref="PresetException">The scheduler cannot serve the channel.</exception>
    public static ChannelController Build(SchedulerKind kind, DramSpec spec, CommandLog? commands = null, RequestLog? requests = null, long aftermath = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (kind == SchedulerKind.DramSim3 && spec.Organisation.Banks > 64)
            throw new PresetException($"{spec.Name} has {spec.Organisation.Banks} banks in a channel; scheduler dramsim3 serves at most 64. Use another scheduler.");
        if (spec.Bus.ActivatesTwice && kind is not (SchedulerKind.Ramulator or SchedulerKind.RamulatorRowHit))
            throw new PresetException($"{spec.Name} opens rows with two commands, which only the schedulers ramulator and ramulator-rowhit issue.");
        return Made(kind, spec, commands, requests, aftermath);
    }

    private static ChannelController Made(SchedulerKind kind, DramSpec spec, CommandLog? commands, RequestLog? requests, long aftermath) => kind switch
    {
        SchedulerKind.FrFcfs => new FrFcfsController(spec, cap: 0, rowsFirst: false) { Commands = commands, Requests = requests, Aftermath = aftermath },
        SchedulerKind.FrFcfsCap => new FrFcfsController(spec, HitCap, rowsFirst: false) { Commands = commands, Requests = requests, Aftermath = aftermath },
        SchedulerKind.BankParallel => new FrFcfsController(spec, cap: 0, rowsFirst: true) { Commands = commands, Requests = requests, Aftermath = aftermath },
        SchedulerKind.DramSim3 => new DramSim3Controller(spec) { Commands = commands, Requests = requests, Aftermath = aftermath },
        _ => new RamulatorController(spec, kind == SchedulerKind.RamulatorRowHit) { Commands = commands, Requests = requests, Aftermath = aftermath },
    };
}
