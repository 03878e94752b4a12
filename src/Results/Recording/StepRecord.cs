using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>One engine step of one replica.</summary>
public readonly record struct StepRecord
{
    /// <summary>The replica.</summary>
    public required int Replica { get; init; }

    /// <summary>Its place among the steps of the replica; dense from 0.</summary>
    public required long Ordinal { get; init; }

    /// <summary>When the batch was given to the devices.</summary>
    public required SimTime Start { get; init; }

    /// <summary>When its tokens were there.</summary>
    public required SimTime End { get; init; }

    /// <summary>Requests in the batch that still process their prompt.</summary>
    public int PrefillRequests { get; init; }

    /// <summary>Prompt tokens computed.</summary>
    public int PrefillTokens { get; init; }

    /// <summary>Requests in the batch that generate.</summary>
    public int DecodeRequests { get; init; }

    /// <summary>Tokens computed for them; more than one each with speculation.</summary>
    public int DecodeTokens { get; init; }

    /// <summary>Tokens whose keys and values were there before the step, over all its requests.</summary>
    public long ContextTokens { get; init; }

    /// <summary>Requests running after scheduling.</summary>
    public int Running { get; init; }

    /// <summary>Requests waiting after scheduling.</summary>
    public int Waiting { get; init; }

    /// <summary>Share of the KV cache in use after scheduling, 0 to 1.</summary>
    public double KvCacheUse { get; init; }

    /// <summary>Requests preempted while this step was scheduled.</summary>
    public int Preemptions { get; init; }

    /// <summary>Time of the step during which the devices waited for the host.</summary>
    public Duration HostTime { get; init; }

    /// <summary>How the time of the step was found.</summary>
    public StepOrigin Origin { get; init; }

    /// <summary>Requests in the batch.</summary>
    public int Requests => PrefillRequests + DecodeRequests;

    /// <summary>Tokens computed.</summary>
    public int NewTokens => PrefillTokens + DecodeTokens;

    /// <summary>From start to end.</summary>
    public Duration Elapsed => End - Start;

    /// <summary>Prefill, decode or both.</summary>
    public StepClass Class => PrefillRequests == 0 ? (DecodeRequests == 0 ? StepClass.Idle : StepClass.Decode) : DecodeRequests == 0 ? StepClass.Prefill : StepClass.Mixed;
}
