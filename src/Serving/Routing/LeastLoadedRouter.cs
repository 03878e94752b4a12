using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Routing;

/// <summary>The rank with the fewest unfinished requests or tokens; among equals the first.</summary>
/// <param name="byTokens">Whether tokens count rather than requests.</param>
public sealed class LeastLoadedRouter(bool byTokens = false) : IRouter
{
    /// <inheritdoc/>
    public int Choose(TraceRequest request, IReadOnlyList<IRankView> ranks, SimTime now)
    {
        int best = 0;
        for (int i = 1; i < ranks.Count; i++)
            if (LoadOf(ranks[i]) < LoadOf(ranks[best])) best = i;
        return best;
    }

    internal static int RequestsOf(IRankView rank) => rank.Running + rank.Waiting;

    private long LoadOf(IRankView rank) => byTokens ? rank.OutstandingTokens : RequestsOf(rank);
}
