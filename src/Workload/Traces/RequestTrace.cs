using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>Requests in order of arrival, the first at 0.</summary>
/// <param name="Name">The name to show, usually the file's.</param>
/// <param name="Format">The format it was read from.</param>
/// <param name="Requests">The requests.</param>
public sealed record RequestTrace(string Name, string Format, IReadOnlyList<TraceRequest> Requests)
{
    /// <summary>Rows of the file that became no request, by reason.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>The line of each request in its file, by <see cref="TraceRequest.Index"/>; empty if it came from none.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>Whether the source tells when requests arrive; where not, all arrive at 0 until arrivals are drawn.</summary>
    public bool HasArrivals { get; init; } = true;

    /// <summary>From the first arrival to the last.</summary>
    public Duration Span => Requests.Count == 0 ? Duration.Zero : Requests[^1].Arrival - Requests[0].Arrival;
}
