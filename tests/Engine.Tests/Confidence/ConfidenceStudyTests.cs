using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Engine.Tests.Confidence;

public sealed class ConfidenceStudyTests
{
    private static readonly Scenario Small = new()
    {
        Trace = Path.Combine(Repository.Root, "traces", "conversation.csv.gz"),
        Platform = "stack3d-8",
        Model = "llama-3-8b",
        Plan = new ParallelPlan(2),
        Requests = new RequestSelection { Limit = 6, Speedup = 40 },
    };

    [Fact]
    public void TheRunAtEventFidelityLiesInTheIntervalsOfTheSampledOne()
    {
        RunMetrics sampled = Metrics(Small), truth = Metrics(Small with { Fidelity = Fidelity.Event });

        IReadOnlyDictionary<string, double> reported = SummaryNumbers.Of(sampled), happened = SummaryNumbers.Of(truth);
        IReadOnlyList<MetricInterval> intervals = MetricInterval.Of(sampled.Ending);
        MetricInterval[] missed = [.. intervals.Where(i => happened.ContainsKey(i.Metric) && !Holds(i, reported[i.Metric], happened[i.Metric]))];
        Assert.True(intervals.Count > 50);
        Assert.True(missed.Length <= 0.1 * intervals.Count, string.Join(", ", missed.Select(i => i.Metric)));
        Assert.All(intervals.Where(i => i.Metric is "mean_ttft_ms" or "mean_tpot_ms" or "mean_e2el_ms"), i => Assert.InRange(i.HalfWidth, 1e-6, 0.02));
    }

    [Fact]
    public void ReportedValuesLieInTheirIntervalsAndTheFactsSayWhatWasSimulated()
    {
        RunMetrics metrics = Metrics(Small);

        Assert.All(MetricInterval.Of(metrics.Ending), i => Assert.True(i.Low <= 1 && i.High >= 1, i.Metric));
        Assert.Contains(metrics.Ending.Facts, f => f.Name == "steps simulated again" && f.Value.Contains(" of ", StringComparison.Ordinal));
        Assert.Contains(metrics.Ending.Facts, f => f.Name == "precision" && f.Value.StartsWith("the main metrics are known to", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1%", "1% was asked for and reached")]
    [InlineData("0.01%", "0.01% was asked for and could not be reached")]
    public void AGoalIsReachedOrTheRunSaysThatItWasNot(string goal, string said)
    {
        RunMetrics metrics = Metrics(Small with { Confidence = ConfidenceGoal.Parse(goal) });

        Assert.StartsWith(said, metrics.Ending.Facts.Single(f => f.Name == "precision").Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fidelity.Sampled, "off")]
    [InlineData(Fidelity.Event, "auto")]
    [InlineData(Fidelity.Analytical, "auto")]
    public void RunsThatDoNotComposeOrAreNotAskedHaveNoIntervals(Fidelity fidelity, string goal) =>
        Assert.Empty(Metrics(Small with { Fidelity = fidelity, Confidence = ConfidenceGoal.Parse(goal), Requests = new RequestSelection { Limit = 2 } }).Ending.Facts);

    [Fact]
    public void ACensusCountsTheStepsOfARun()
    {
        PreparedRun prepared = PreparedRun.From(Small with { Fidelity = Fidelity.Analytical });
        var metrics = new RunMetrics();
        new SimulationRun(prepared, new RunServices()).Execute(metrics);

        StepCensus census = StepCensus.Of(prepared, CancellationToken.None);

        Assert.Equal(metrics.Steps.Count, census.Steps);
        Assert.InRange(census.Sampled, 2, 6);
    }

    private static bool Holds(MetricInterval interval, double reported, double truth)
    {
        double slack = 1e-9 * Math.Abs(reported);
        return truth >= reported * interval.Low - slack && truth <= reported * interval.High + slack;
    }

    private static RunMetrics Metrics(Scenario scenario)
    {
        var metrics = new RunMetrics();
        new SimulationRun(PreparedRun.From(scenario), new RunServices()).Execute(metrics);
        return metrics;
    }
}
