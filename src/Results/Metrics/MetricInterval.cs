using System.Globalization;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>Where the true value of a metric lies with 95 % confidence, relative to the value reported.</summary>
/// <param name="Metric">The metric's name in the summary; parts of it are joined by points.</param>
/// <param name="Low">The lower end, as a multiple of the value reported; at most 1.</param>
/// <param name="High">The upper end; at least 1.</param>
public readonly record struct MetricInterval(string Metric, double Low, double High)
{
    /// <summary>The group of facts that tell how intervals were found.</summary>
    public const string Facts = "confidence";

    /// <summary>The group of facts that each hold one interval.</summary>
    public const string Group = "95 % interval";

    /// <summary>The longer side.</summary>
    public double HalfWidth => Math.Max(1 - Low, High - 1);

    /// <summary>The interval as a fact of a run's end.</summary>
    public RunFact ToFact() => new(Group, Metric, string.Create(CultureInfo.InvariantCulture, $"{Low:R}..{High:R}"));

    /// <summary>The intervals among the facts of a run's end.</summary>
    public static IReadOnlyList<MetricInterval> Of(RunEnd end) => [.. end.Facts.Where(f => f.Group == Group).Select(Parse)];

    private static MetricInterval Parse(RunFact fact)
    {
        string[] ends = fact.Value.Split("..");
        return new MetricInterval(fact.Name, double.Parse(ends[0], CultureInfo.InvariantCulture), double.Parse(ends[1], CultureInfo.InvariantCulture));
    }
}
