using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Results.Metrics;

namespace DeepStack.Sim.Studies.Capacity;

/// <summary>Finds the highest rate of a trace at which 99 of 100 requests hold their limits: the trace is replayed faster or slower.</summary>
/// <remarks>
/// The rate is doubled or halved until one that holds and one that does not are known, then the interval is halved until its ends are
/// within the tolerance. Only arrivals change: the same requests come in the same order.
/// </remarks>
/// <param name="scenario">What to replay.</param>
/// <param name="objective">The limits; at least one is set.</param>
/// <param name="services">What may be used of the world outside.</param>
public sealed class CapacitySearch(Scenario scenario, ServiceObjective objective, RunServices services)
{
    private const int MostDoublings = 10;

    private readonly List<CapacityPoint> _points = [];

    /// <summary>Every rate that was tried, by rate.</summary>
    public IReadOnlyList<CapacityPoint> Points => [.. _points.OrderBy(point => point.RequestsPerSecond)];

    /// <summary>Searches.</summary>
    /// <param name="tolerance">Largest ratio between the rate that fails and the one that holds, less 1.</param>
    /// <param name="report">Hears of every rate as it is tried.</param>
    /// <returns>The highest rate found to hold, or null if not even the slowest did.</returns>
    public CapacityPoint? Run(double tolerance, Action<CapacityPoint> report)
    {
        double speed = scenario.Requests.Speedup, holding = 0, failing = double.PositiveInfinity;
        CapacityPoint? best = null;
        for (int tries = 0; tries < MostDoublings || failing / holding > 1 + tolerance; tries++)
        {
            CapacityPoint point = Try(speed);
            _points.Add(point);
            report(point);
            if (point.Holds) (holding, best) = (speed, point);
            else failing = speed;
            if (failing / holding <= 1 + tolerance || (tries >= MostDoublings && (best is null || double.IsInfinity(failing)))) break;
            speed = double.IsInfinity(failing) ? holding * 2 : holding == 0 ? failing / 2 : Math.Sqrt(holding * failing);
        }
        return best;
    }

    private CapacityPoint Try(double speed)
    {
        PreparedRun prepared = PreparedRun.From(scenario with { Confidence = ConfidenceGoal.Off, Requests = scenario.Requests with { Speedup = speed } });
        var metrics = new RunMetrics();
        new SimulationRun(prepared, services).Execute(metrics);
        RequestMetrics requests = metrics.Requests;
        Duration ttft = At99(requests.Ttft), tpot = At99(requests.Tpot), e2e = At99(requests.E2e);
        double rate = prepared.Trace.Requests.Count / Math.Max(prepared.Trace.Span.Seconds, 1e-9);
        return new CapacityPoint(rate, ttft, tpot, e2e, objective.IsMetBy(ttft, tpot, e2e));
    }

    /// <summary>The 99th percentile.</summary>
    internal static Duration At99(Distribution distribution) => Duration.FromPicoseconds((long)distribution.PercentilePicoseconds(99));
}
