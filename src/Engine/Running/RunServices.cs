using DeepStack.Sim.Results;

namespace DeepStack.Sim.Engine.Running;

/// <summary>What a run may use of the world outside; none of it changes the results.</summary>
public sealed record RunServices
{
    /// <summary>The folder that remembers simulated parts between runs, or null for none.</summary>
    public string? MemoFolder { get; init; }

    /// <summary>Told, in one sentence, of what the user should know.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>Told now and then how many requests have finished, of how many.</summary>
    public Action<int, int> Progress { get; init; } = (_, _) => { };

    /// <summary>Whether runs of decode steps are simulated as one event where a named model times them; off only to show that nothing depends on it.</summary>
    public bool MergesDecodes { get; init; } = true;

    /// <summary>Where transactions of banks and packets of links are recorded too; null for nowhere.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>Ends the run early.</summary>
    public CancellationToken Cancellation { get; init; }
}
