using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Routing;

/// <summary>The rank that has most of the prompt cached, unless it is much busier than the least loaded one.</summary>
/// <param name="tolerance">How many unfinished requests more than the least loaded rank are put up with for a hit.</param>
public sealed class PrefixAwareRouter(int tolerance = 16) : IRouter
{
    private readonly LeastLoadedRouter _fallback = new();

    /// <inheritdoc/>
    public int Choose(TraceRequest request, IReadOnlyList<IRankView> ranks, SimTime now)
    {
        int best = _fallback.Choose(request, ranks, now), most = ranks[best].CachedTokensOf(request);
        int limit = LeastLoadedRouter.RequestsOf(ranks[best]) + tolerance;
        for (int i = 0; i < ranks.Count; i++)
        {
            int cached = ranks[i].CachedTokensOf(request);
            if (cached <= most || LeastLoadedRouter.RequestsOf(ranks[i]) > limit) continue;
            best = i;
            most = cached;
        }
        return best;
    }
}
