using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Routing;

/// <summary>One rank after the other.</summary>
public sealed class RoundRobinRouter : IRouter
{
    private int _next;

    /// <inheritdoc/>
    public int Choose(TraceRequest request, IReadOnlyList<IRankView> ranks, SimTime now) => _next++ % ranks.Count;
}
