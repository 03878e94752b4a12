namespace DeepStack.Sim.Studies.Comparison;

/// <summary>How two runs differ, and why as far as step time tells.</summary>
/// <param name="First">The run compared with.</param>
/// <param name="Second">The run compared.</param>
/// <param name="Metrics">Metrics that both have, in the order of the first.</param>
/// <param name="Settings">Settings in which they differ.</param>
/// <param name="Causes">Step time per generated token by operator, the largest difference first; empty where a run does not tell.</param>
public sealed record RunComparison(ComparedRun First, ComparedRun Second, IReadOnlyList<MetricDifference> Metrics, IReadOnlyList<SettingDifference> Settings, IReadOnlyList<CauseDifference> Causes)
{
    private const string Between = "between operators";

    /// <summary>Compares two runs.</summary>
    public static RunComparison Of(ComparedRun first, ComparedRun second)
    {
        var metrics = new List<MetricDifference>();
        foreach ((string name, double value) in first.Metrics)
        {
            if (second.Find(name) is { } other) metrics.Add(new MetricDifference(name, value, other));
        }
        return new RunComparison(first, second, metrics, SettingsOf(first, second), CausesOf(first, second));
    }

    private static List<SettingDifference> SettingsOf(ComparedRun first, ComparedRun second)
    {
        Dictionary<string, string> mine = new(first.Settings), theirs = new(second.Settings);
        return
        [
            .. first.Settings.Select(s => s.Key).Union(second.Settings.Select(s => s.Key))
                .Select(name => new SettingDifference(name, mine.GetValueOrDefault(name, ""), theirs.GetValueOrDefault(name, "")))
                .Where(setting => setting.First != setting.Second),
        ];
    }

    private static List<CauseDifference> CausesOf(ComparedRun first, ComparedRun second)
    {
        if (first.Operators.Count == 0 || second.Operators.Count == 0) return [];
        var mine = CostsOf(first);
        var theirs = CostsOf(second);
        return
        [
            .. mine.Keys.Union(theirs.Keys)
                .Select(key =>
                {
                    (double before, string boundsBefore) = mine.GetValueOrDefault(key, (0, ""));
                    (double after, string boundsAfter) = theirs.GetValueOrDefault(key, (0, ""));
                    return new CauseDifference(key.Class, key.Cause, before, after, boundsBefore, boundsAfter);
                })
                .OrderByDescending(c => Math.Abs(c.Microseconds)).ThenBy(c => c.StepClass, StringComparer.Ordinal).ThenBy(c => c.Cause, StringComparer.Ordinal),
        ];
    }

    /// <summary>Microseconds of step time per generated token by operator, and what no operator explains.</summary>
    private static Dictionary<(string Class, string Cause), (double Microseconds, string Bounds)> CostsOf(ComparedRun run)
    {
        double tokens = Math.Max(1, run.Find("total_output_tokens") ?? 1);
        var costs = run.Operators.ToDictionary(op => (op.StepClass, op.Operator), op => (op.StepMilliseconds * 1e3 / tokens, op.Bounds));
        if (run.Find("step_time_s.between_operators") is { } between) costs.Add(("all", Between), (between * 1e6 / tokens, ""));
        return costs;
    }
}
