using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>The latencies of one finished request, by the definitions of vLLM's benchmark.</summary>
/// <remarks>Front end, queue, prefill, preempted and transfer sum up to the time to the first token.</remarks>
/// <param name="Ttft">Arrival to first token.</param>
/// <param name="Tpot">Mean time per token after the first; zero where there is only one.</param>
/// <param name="E2e">Arrival to last token.</param>
/// <param name="FrontEnd">Arrival to the scheduler's queue.</param>
/// <param name="Queue">In the queue until first scheduled.</param>
/// <param name="Prefill">From first scheduled to the first token, less what was spent preempted and the transfer.</param>
/// <param name="Preempted">Before the first token, between preemptions and the steps that took it up again.</param>
/// <param name="Transfer">Between the replica that computed the prompt and the one that gave the tokens.</param>
/// <param name="Decode">From the first token to the last.</param>
public readonly record struct RequestLatencies(Duration Ttft, Duration Tpot, Duration E2e, Duration FrontEnd, Duration Queue, Duration Prefill, Duration Preempted, Duration Transfer, Duration Decode)
{
    /// <summary>The latencies of a request that delivered all its tokens.</summary>
    public static RequestLatencies Of(RequestRecord request)
    {
        SimTime queued = request.Queued == SimTime.MaxValue ? request.Arrival : request.Queued;
        Duration decode = request.Finished - request.FirstToken;
        return new RequestLatencies(
            request.FirstToken - request.Arrival,
            request.OutputTokens > 1 ? decode / (request.OutputTokens - 1) : Duration.Zero,
            request.Finished - request.Arrival,
            queued - request.Arrival,
            request.FirstScheduled - queued,
            request.FirstToken - request.FirstScheduled - request.PreemptedBeforeFirstToken - request.TransferTime,
            request.PreemptedBeforeFirstToken,
            request.TransferTime,
            decode);
    }
}
