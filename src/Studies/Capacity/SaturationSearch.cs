using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Studies.Capacity;

/// <summary>Finds the completion rate of a saturated closed loop: what a machine completes at most, however much is asked of it.</summary>
/// <remarks>
/// Clients without think time are doubled until twice as many complete hardly more. Completions count from when as many requests ended as there
/// are clients, so that the common start is forgotten, until as many are left, so that no client has run out of requests.
/// </remarks>
/// <param name="scenario">What to replay; its arrivals do not matter.</param>
/// <param name="services">What may be used of the world outside.</param>
public sealed class SaturationSearch(Scenario scenario, RunServices services)
{
    private const int FewestClients = 8, RequestsPerClient = 4;

    /// <summary>Searches.</summary>
    /// <param name="tolerance">Twice the clients complete at most this share more: the loop is saturated.</param>
    /// <param name="report">Hears of every number of clients as it is tried.</param>
    /// <returns>The largest loop tried, and whether it is saturated; it is not where the trace is too short for more clients.</returns>
    public (SaturationPoint Point, bool IsSaturated) Run(double tolerance, Action<SaturationPoint> report)
    {
        SaturationPoint? last = null;
        for (int clients = FewestClients; ; clients *= 2)
        {
            if (Try(clients) is not { } point) return (last ?? throw TooShort(), false);
            report(point);
            if (last is not null && point.CompletionsPerSecond <= last.CompletionsPerSecond * (1 + tolerance)) return (point, true);
            last = point;
        }
    }

    /// <summary>One loop, or null if the trace holds too few requests for it.</summary>
    private SaturationPoint? Try(int clients)
    {
        PreparedRun prepared = PreparedRun.From(scenario with { Confidence = ConfidenceGoal.Off, Clients = scenario.Clients with { Count = clients, Think = default } });
        if (prepared.Trace.Requests.Count < clients * RequestsPerClient) return null;
        var metrics = new RunMetrics();
        new SimulationRun(prepared, services).Execute(metrics);
        RequestMetrics requests = metrics.Requests;
        return new SaturationPoint(clients, RateOf(requests, clients), CapacitySearch.At99(requests.Ttft), CapacitySearch.At99(requests.Tpot), CapacitySearch.At99(requests.E2e));
    }

    private static double RateOf(RequestMetrics requests, int clients)
    {
        double[] ends = [.. requests.All.Where(r => r.Status == RequestStatus.Finished).Select(r => r.Finished.Seconds).Order()];
        return ends.Length > 2 * clients ? (ends.Length - 2 * clients) / (ends[^(clients + 1)] - ends[clients - 1]) : 0;
    }

    private static PresetException TooShort() =>
        new($"A closed loop of {FewestClients} clients needs at least {FewestClients * RequestsPerClient} requests; take a longer trace or a larger --set requests.limit.");
}
