using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;

namespace DeepStack.Sim.Cli.Replaying;

/// <summary>What the user asked of <c>deepstack replay</c>.</summary>
internal sealed record ReplayRequest
{
    /// <summary>The trace, or null for the one of the scenario, or for the sample.</summary>
    public string? Trace { get; init; }

    /// <summary>The scenario to start from, or null.</summary>
    public string? ScenarioFile { get; init; }

    /// <summary>Values that replace those of the scenario, later ones last.</summary>
    public IReadOnlyList<PresetOverride> Overrides { get; init; } = [];

    /// <summary>The folder of the results, or null for the default.</summary>
    public string? Output { get; init; }

    /// <summary>The folder of the memo, "off", or null for the default.</summary>
    public string? Memo { get; init; }

    /// <summary>Seeds to run in all.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Where transactions and packets are recorded too, or null.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>Whether only requests and the summary are written.</summary>
    public bool IsBrief { get; init; }

    /// <summary>Whether the summary goes to standard output.</summary>
    public bool PrintsSummary { get; init; }
}
