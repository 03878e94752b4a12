using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Routing;

/// <summary>Chooses the rank that serves a request.</summary>
public interface IRouter
{
    /// <summary>The rank for a request, from 0.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ranks">The ranks, at least one.</param>
    /// <param name="now">The present instant.</param>
    int Choose(TraceRequest request, IReadOnlyList<IRankView> ranks, SimTime now);
}
