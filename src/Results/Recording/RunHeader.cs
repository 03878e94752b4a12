using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>What a run is: everything needed to repeat it and to judge where its numbers come from.</summary>
public sealed record RunHeader
{
    /// <summary>The program's version.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>The resolved scenario, as text that can be given back to the program.</summary>
    public required string Scenario { get; init; }

    /// <summary>The scenario's seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How steps are timed: "event", "sampled", "analytical" or a named step model.</summary>
    public required string Fidelity { get; init; }

    /// <summary>The serving engine whose behaviour is followed, with its version.</summary>
    public required string EngineProfile { get; init; }

    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The parallel plan, such as "TP 8".</summary>
    public required string Plan { get; init; }

    /// <summary>The request trace's name, without its folder.</summary>
    public string Trace { get; init; } = "";

    /// <summary>What a request must hold to count towards goodput, as <see cref="Metrics.ServiceObjective"/> reads it; empty for nothing.</summary>
    public string Objective { get; init; } = "";

    /// <summary>Requests that arrive this soon after the first are left out of the metrics.</summary>
    public Duration WarmUp { get; init; }

    /// <summary>Requests that arrive this shortly before the last are left out of the metrics.</summary>
    public Duration CoolDown { get; init; }

    /// <summary>Where transactions of banks and packets of links were recorded; null for nowhere.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>What a reader of the results should know about platform, model, plan and serving, in the order in which it is to be shown.</summary>
    public IReadOnlyList<RunFact> Facts { get; init; } = [];

    /// <summary>Presets used, each with the hash of its text.</summary>
    public IReadOnlyList<PresetHash> Presets { get; init; } = [];

    /// <summary>Where the numbers of the presets come from.</summary>
    public IReadOnlyList<RunProvenance> Provenance { get; init; } = [];

    /// <summary>The replicas, by number; what each could do at most, for utilisation.</summary>
    public IReadOnlyList<ReplicaFacts> Replicas { get; init; } = [];
}
