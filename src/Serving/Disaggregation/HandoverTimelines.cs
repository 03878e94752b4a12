using DeepStack.Sim.Serving.Timelines;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>Joins what happened to a request at two replicas.</summary>
internal static class HandoverTimelines
{
    /// <summary>The request as its client saw it: prompt at one replica, tokens at the other.</summary>
    /// <remarks>What passes between the end of the prompt's last step and the first step of the decode replica is transfer.</remarks>
    public static RequestTimeline Join(in RequestTimeline prefill, in RequestTimeline decode)
    {
        RequestTimeline joined = decode;
        joined.Queued = prefill.Queued;
        joined.FirstScheduled = prefill.FirstScheduled;
        joined.WasHandedOver = true;
        joined.PrefillDone = prefill.FirstToken;
        joined.TransferTime = decode.FirstScheduled - prefill.FirstToken;
        joined.CachedTokens = prefill.CachedTokens;
        joined.Preemptions += prefill.Preemptions;
        joined.PreemptedTime += prefill.PreemptedTime;
        joined.PreemptedBeforeFirstToken += prefill.PreemptedBeforeFirstToken;
        joined.RecomputedTokens += prefill.RecomputedTokens;
        joined.WaitedForSequences += prefill.WaitedForSequences;
        joined.WaitedForBudget += prefill.WaitedForBudget;
        joined.WaitedForBlocks += prefill.WaitedForBlocks;
        return joined;
    }
}
