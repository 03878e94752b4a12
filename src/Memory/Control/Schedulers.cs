using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Control;

/// <summary>The schedulers by name.</summary>
public static class Schedulers
{
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
    /// <param name="options">What the user chose; null for the customary, and with the peers' schedulers.</param>
    /// <exception cref="PresetException">The scheduler cannot serve the channel, or takes no options.</exception>
    public static ChannelController Build(SchedulerKind kind, DramSpec spec, CommandLog? commands = null, RequestLog? requests = null, long aftermath = 0, ControllerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (TakesOptions(kind)) CheckOptions(options ?? new ControllerOptions());
        else CheckPeer(kind, spec, options);
        return Made(kind, spec, commands, requests, aftermath, options ?? new ControllerOptions());
    }

    /// <summary>Whether a scheduler is the user's own rather than a peer's.</summary>
    public static bool TakesOptions(SchedulerKind kind) => kind is SchedulerKind.FrFcfs or SchedulerKind.FrFcfsCap or SchedulerKind.BankParallel;

    private static void CheckOptions(ControllerOptions options)
    {
        if (options.BufferSize < 1) throw new PresetException($"A buffer of {options.BufferSize} requests holds none; give 1 or more.");
        if (options.HitCap < 1) throw new PresetException($"A cap of {options.HitCap} row hits serves none; give 1 or more.");
        if (options.RowTimeout < 0) throw new PresetException($"A row timeout of {options.RowTimeout} clocks has passed before it begins; give 0 or more.");
        if (options.DrainTo < 0 || options.DrainTo >= options.DrainFrom || options.DrainFrom > options.BufferSize)
            throw new PresetException($"Writes drained from {options.DrainFrom} down to {options.DrainTo} do not fit a buffer of {options.BufferSize}; give from more than to, and at most the buffer.");
    }

    private static void CheckPeer(SchedulerKind kind, DramSpec spec, ControllerOptions? options)
    {
        string name = KnownNames[(int)kind];
        if (options is not null)
            throw new PresetException($"Scheduler {name} follows its peer rule for rule and takes no choices; use {string.Join(", ", KnownNames.Where((_, at) => TakesOptions((SchedulerKind)at)))}.");
        if (spec.Refresh?.Mode == RefreshMode.PerBank)
            throw new PresetException($"Scheduler {name} refreshes all banks at once, and {spec.Name} asks for one at a time; use another scheduler.");
        if (kind == SchedulerKind.DramSim3 && spec.Organisation.Banks > 64)
            throw new PresetException($"{spec.Name} has {spec.Organisation.Banks} banks in a channel; scheduler dramsim3 serves at most 64. Use another scheduler.");
        if (kind == SchedulerKind.DramSim3 && spec.Bus.ActivatesTwice)
            throw new PresetException($"{spec.Name} opens rows with two commands, which scheduler dramsim3 does not issue. Use another scheduler.");
    }

    private static ChannelController Made(SchedulerKind kind, DramSpec spec, CommandLog? commands, RequestLog? requests, long aftermath, ControllerOptions options) => kind switch
    {
        SchedulerKind.FrFcfs => new FrFcfsController(spec, options, isCapped: false, rowsFirst: false) { Commands = commands, Requests = requests, Aftermath = aftermath },
        SchedulerKind.FrFcfsCap => new FrFcfsController(spec, options, isCapped: true, rowsFirst: false) { Commands = commands, Requests = requests, Aftermath = aftermath },
        SchedulerKind.BankParallel => new FrFcfsController(spec, options, isCapped: false, rowsFirst: true) { Commands = commands, Requests = requests, Aftermath = aftermath },
        SchedulerKind.DramSim3 => new DramSim3Controller(spec) { Commands = commands, Requests = requests, Aftermath = aftermath },
        _ => new RamulatorController(spec, kind == SchedulerKind.RamulatorRowHit) { Commands = commands, Requests = requests, Aftermath = aftermath },
    };
}
