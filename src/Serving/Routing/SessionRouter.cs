using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Routing;

/// <summary>A session stays with the rank that got its first request; new sessions and requests without one go to the least loaded.</summary>
public sealed class SessionRouter : IRouter
{
    private readonly LeastLoadedRouter _first = new();
    private readonly Dictionary<string, int> _rankOfSession = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Choose(TraceRequest request, IReadOnlyList<IRankView> ranks, SimTime now)
    {
        if (request.Session is null) return _first.Choose(request, ranks, now);
        if (!_rankOfSession.TryGetValue(request.Session, out int rank))
            _rankOfSession[request.Session] = rank = _first.Choose(request, ranks, now);
        return rank;
    }
}
