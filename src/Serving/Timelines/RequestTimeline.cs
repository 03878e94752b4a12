using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Timelines;

/// <summary>When things happened to one request in its replica; every latency metric is a difference of two of these.</summary>
/// <remarks>
/// The instants are those of vLLM's engine clock: all tokens of a step share the step's end. A request that was never
/// preempted spends <c>Queued</c> to <c>FirstScheduled</c> waiting, from there to <c>FirstToken</c> in prefill and from there to
/// <c>LastToken</c> in decode.
/// </remarks>
/// <param name="request">The request.</param>
public struct RequestTimeline(TraceRequest request)
{
    /// <summary>The request, with its arrival at the front end.</summary>
    public TraceRequest Request { get; } = request;

    /// <summary>When the front end took the request in.</summary>
    public SimTime Arrived { get; internal set; }

    /// <summary>When the scheduler's queue received it.</summary>
    public SimTime Queued { get; internal set; }

    /// <summary>When it was first part of a scheduled step.</summary>
    public SimTime FirstScheduled { get; internal set; }

    /// <summary>The end of the step that gave its first token.</summary>
    public SimTime FirstToken { get; internal set; }

    /// <summary>The end of the latest step that gave it a token; of the last one once it has finished.</summary>
    public SimTime LastToken { get; internal set; }

    /// <summary>When it was preempted last.</summary>
    public SimTime LastPreempted { get; internal set; }

    /// <summary>Time between preemptions and the steps that took it in again.</summary>
    public Duration PreemptedTime { get; internal set; }

    /// <summary>Of <see cref="PreemptedTime"/>, what passed before the first token.</summary>
    public Duration PreemptedBeforeFirstToken { get; internal set; }

    /// <summary>The longest gap between two steps that gave it tokens.</summary>
    public Duration LongestGap { get; internal set; }

    /// <summary>How often it was preempted.</summary>
    public int Preemptions { get; internal set; }

    /// <summary>Tokens generated.</summary>
    public int GeneratedTokens { get; internal set; }

    /// <summary>Steps that gave it tokens.</summary>
    public int TokenSteps { get; internal set; }

    /// <summary>Prompt tokens found in the prefix cache at its first admission.</summary>
    public int CachedTokens { get; internal set; }

    /// <summary>Tokens computed again after preemptions.</summary>
    public long RecomputedTokens { get; internal set; }

    /// <summary>Of <see cref="QueueTime"/>, what passed because the running list was full.</summary>
    public Duration WaitedForSequences { get; internal set; }

    /// <summary>Of <see cref="QueueTime"/>, what passed because steps had no token left.</summary>
    public Duration WaitedForBudget { get; internal set; }

    /// <summary>Of <see cref="QueueTime"/>, what passed because KV blocks were short, preemptions of others included.</summary>
    public Duration WaitedForBlocks { get; internal set; }

    /// <summary>Time spent with room for KV blocks that were on their way: from another replica once it had them, or from host memory.</summary>
    public Duration WaitedForRemoteKv { get; internal set; }

    /// <summary>Whether one replica computed the prompt and another the tokens.</summary>
    public bool WasHandedOver { get; internal set; }

    /// <summary>The end of the step that completed the prompt; where it was handed over.</summary>
    public SimTime PrefillDone { get; internal set; }

    /// <summary>From there to the first step of the replica that gave the tokens; zero where it was not handed over.</summary>
    public Duration TransferTime { get; internal set; }

    /// <summary>Whether it was part of a step.</summary>
    public bool WasScheduled { get; internal set; }

    /// <summary>From arrival to the queue.</summary>
    public readonly Duration FrontEndTime => Queued - Arrived;

    /// <summary>From the queue to the first step.</summary>
    public readonly Duration QueueTime => FirstScheduled - Queued;

    /// <summary>From the first step to the first token, less the time spent preempted or between replicas.</summary>
    public readonly Duration PrefillTime => FirstToken - FirstScheduled - PreemptedBeforeFirstToken - TransferTime;

    /// <summary>From arrival to the first token.</summary>
    public readonly Duration TimeToFirstToken => FirstToken - Arrived;

    /// <summary>From arrival to the last token.</summary>
    public readonly Duration EndToEnd => LastToken - Arrived;

    /// <summary>Mean time per token after the first; zero where there is only one.</summary>
    public readonly Duration TimePerOutputToken => GeneratedTokens > 1 ? (LastToken - FirstToken) / (GeneratedTokens - 1) : Duration.Zero;
}
