using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>Latencies of some of the requests of a run.</summary>
/// <param name="Name">What they have in common.</param>
public sealed record RequestGroup(string Name)
{
    /// <summary>How many they are.</summary>
    public int Count { get; private set; }

    /// <summary>Arrival to first token.</summary>
    public Distribution Ttft { get; } = new();

    /// <summary>Mean time per token after the first.</summary>
    public Distribution Tpot { get; } = new();

    /// <summary>Arrival to last token.</summary>
    public Distribution E2e { get; } = new();

    /// <summary>Groups finished requests by tenant, in alphabetical order.</summary>
    public static IReadOnlyList<RequestGroup> ByTenant(IReadOnlyList<RequestRecord> requests) =>
        [.. requests.GroupBy(r => r.Tenant).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Of(g.Key.Length > 0 ? g.Key : "(none)", g))];

    /// <summary>Groups finished requests by the length of their prompt, in powers of four, the shortest first.</summary>
    public static IReadOnlyList<RequestGroup> ByInputLength(IReadOnlyList<RequestRecord> requests) =>
        [.. requests.GroupBy(r => StepOf(r.InputTokens)).OrderBy(g => g.Key).Select(g => Of(g.Key == 64 ? "1-64" : $"{(g.Key / 4) + 1}-{g.Key}", g))];

    private static int StepOf(int tokens)
    {
        int step = 64;
        while (step < tokens && step < 1 << 30) step *= 4;
        return step;
    }

    private static RequestGroup Of(string name, IEnumerable<RequestRecord> requests)
    {
        var group = new RequestGroup(name);
        foreach (RequestRecord request in requests)
        {
            RequestLatencies latencies = RequestLatencies.Of(request);
            group.Count++;
            group.Ttft.Add(latencies.Ttft);
            if (request.OutputTokens > 1) group.Tpot.Add(latencies.Tpot);
            group.E2e.Add(latencies.E2e);
        }
        return group;
    }
}
