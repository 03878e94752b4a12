using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>The life of one request.</summary>
/// <remarks>
/// When its tokens came is told by <see cref="Runs"/>: a token is there at the end of its step plus <see cref="OutputDelay"/>. Instants that
/// were never reached are <see cref="SimTime.MaxValue"/>.
/// </remarks>
public sealed record RequestRecord
{
    /// <summary>Its place in the trace.</summary>
    public required int Index { get; init; }

    /// <summary>Its name in the trace.</summary>
    public required string Id { get; init; }

    /// <summary>The replica that served it last; -1 if none did.</summary>
    public required int Replica { get; init; }

    /// <summary>How it ended.</summary>
    public required RequestStatus Status { get; init; }

    /// <summary>When it reached the service.</summary>
    public required SimTime Arrival { get; init; }

    /// <summary>When it reached the scheduler's queue.</summary>
    public SimTime Queued { get; init; } = SimTime.MaxValue;

    /// <summary>Start of the first step that held it.</summary>
    public SimTime FirstScheduled { get; init; } = SimTime.MaxValue;

    /// <summary>When its first token was delivered.</summary>
    public SimTime FirstToken { get; init; } = SimTime.MaxValue;

    /// <summary>When its last token was delivered, or it was given up.</summary>
    public SimTime Finished { get; init; } = SimTime.MaxValue;

    /// <summary>Tokens of the prompt.</summary>
    public required int InputTokens { get; init; }

    /// <summary>Tokens generated.</summary>
    public int OutputTokens { get; init; }

    /// <summary>Prompt tokens taken from the prefix cache.</summary>
    public int CachedTokens { get; init; }

    /// <summary>How often it was preempted.</summary>
    public int Preemptions { get; init; }

    /// <summary>Time lost to preemption: from each preemption to the step that took it up again.</summary>
    public Duration PreemptedTime { get; init; }

    /// <summary>Of <see cref="PreemptedTime"/>, what passed before the first token.</summary>
    public Duration PreemptedBeforeFirstToken { get; init; }

    /// <summary>The end of the step that completed the prompt, where another replica gave the tokens.</summary>
    public SimTime PrefillDone { get; init; } = SimTime.MaxValue;

    /// <summary>From there to the first step of the replica that gave the tokens: the way of the KV blocks, and waiting for room there.</summary>
    public Duration TransferTime { get; init; }

    /// <summary>Why it waited.</summary>
    public WaitTimes Waits { get; init; }

    /// <summary>From the end of a step to the delivery of its token.</summary>
    public Duration OutputDelay { get; init; }

    /// <summary>Its tenant; empty where unknown.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The steps that held it, in time order.</summary>
    public IReadOnlyList<StepRun> Runs { get; init; } = [];

    /// <summary>Whether it delivered all its tokens.</summary>
    public bool IsComplete => Status == RequestStatus.Finished;
}
