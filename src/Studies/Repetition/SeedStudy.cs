using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Results.Metrics;

namespace DeepStack.Sim.Studies.Repetition;

/// <summary>The same scenario with several seeds: how far metrics scatter for no other reason.</summary>
public static class SeedStudy
{
    /// <summary>The most seeds.</summary>
    public const int MostSeeds = 1000;

    private static readonly int[] Percents = [50, 90, 99];

    /// <summary>Runs the further seeds and puts intervals around every metric.</summary>
    /// <param name="scenario">What to run; its seed is the first.</param>
    /// <param name="first">The metrics of the run with the first seed.</param>
    /// <param name="seeds">Seeds in all, 2 to <see cref="MostSeeds"/>; they follow one another.</param>
    /// <param name="services">What may be used of the world outside.</param>
    public static IReadOnlyList<SeedInterval> Run(Scenario scenario, RunMetrics first, int seeds, RunServices services)
    {
        List<List<(string Name, double Value)>> runs = [ValuesOf(first)];
        for (int i = 1; i < seeds; i++)
        {
            var metrics = new RunMetrics();
            new SimulationRun(PreparedRun.From(scenario with { Seed = scenario.Seed + (ulong)i }), services).Execute(metrics);
            runs.Add(ValuesOf(metrics));
        }
        return [.. runs[0].Select((metric, i) => new SeedInterval(metric.Name, [.. runs.Select(run => run[i].Value)]))];
    }

    private static List<(string Name, double Value)> ValuesOf(RunMetrics metrics)
    {
        RequestMetrics requests = metrics.Requests;
        double seconds = Math.Max(requests.Elapsed.Seconds, 1e-12);
        List<(string Name, double Value)> values =
        [
            ("completed", requests.Measured.Count),
            ("request_throughput", requests.Measured.Count / seconds),
            ("request_goodput", requests.Good / seconds),
            ("output_throughput", requests.OutputTokens / seconds),
        ];
        foreach ((string name, Distribution distribution) in new[] { ("ttft", requests.Ttft), ("tpot", requests.Tpot), ("itl", requests.Itl), ("e2el", requests.E2e) })
        {
            values.Add(($"mean_{name}_ms", distribution.MeanPicoseconds * 1e-9));
            foreach (int percent in Percents) values.Add(($"p{percent}_{name}_ms", distribution.PercentilePicoseconds(percent) * 1e-9));
        }
        return values;
    }
}
