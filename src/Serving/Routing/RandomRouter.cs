using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Routing;

/// <summary>Any rank, or the less loaded of two drawn ones (power of two choices: Mitzenmacher, 2001).</summary>
/// <param name="seed">The scenario's seed.</param>
/// <param name="choices">Ranks drawn per request: 1 or 2.</param>
public sealed class RandomRouter(ulong seed, int choices = 1) : IRouter
{
    private readonly RandomStream _random = new(seed, "router");

    /// <inheritdoc/>
    public int Choose(TraceRequest request, IReadOnlyList<IRankView> ranks, SimTime now)
    {
        int best = (int)_random.NextInteger(ranks.Count);
        for (int i = 1; i < choices; i++)
        {
            int other = (int)_random.NextInteger(ranks.Count);
            if (LeastLoadedRouter.RequestsOf(ranks[other]) < LeastLoadedRouter.RequestsOf(ranks[best])) best = other;
        }
        return best;
    }
}
