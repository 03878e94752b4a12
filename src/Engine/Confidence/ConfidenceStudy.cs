using System.Globalization;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Engine.Confidence;

/// <summary>Says how sure a sampled run is of its metrics.</summary>
/// <remarks>
/// A random sample of the steps that the run used is simulated again whole at event fidelity. The run is then served several times more, every
/// step with an error drawn from that sample; queues amplify errors as they would have in the true run. The truth is one more such run, so
/// that each metric has the prediction interval of one more value; it is widened, if need be, to hold the value reported.
/// </remarks>
internal sealed class ConfidenceStudy
{
    private const int Replays = 6;
    private const int FirstSample = 6;

    /// <summary>The metrics that a goal is about, as the summary names them.</summary>
    private static readonly string[] MainMetrics =
    [
        "mean_ttft_ms", "median_ttft_ms", "p99_ttft_ms", "mean_tpot_ms", "median_tpot_ms", "p99_tpot_ms",
        "mean_e2el_ms", "median_e2el_ms", "p99_e2el_ms", "request_throughput", "output_throughput",
    ];

    private readonly StepExecutors _executors;
    private readonly StepReservoir _reservoir;
    private readonly ulong _seed;
    private readonly Func<IStepExecutor, IReadOnlyDictionary<string, double>> _replay;

    /// <param name="executors">What timed the steps.</param>
    /// <param name="reservoir">The steps that the run used.</param>
    /// <param name="seed">Fixes every draw.</param>
    /// <param name="replay">Serves the requests again with other step times; gives the metrics by name.</param>
    public ConfidenceStudy(StepExecutors executors, StepReservoir reservoir, ulong seed, Func<IStepExecutor, IReadOnlyDictionary<string, double>> replay)
    {
        _executors = executors;
        _reservoir = reservoir;
        _seed = seed;
        _replay = replay;
    }

    /// <summary>Samples until the goal is reached, or there is nothing left to sample.</summary>
    /// <returns>What to tell of it.</returns>
    public IReadOnlyList<RunFact> Run(ConfidenceGoal goal)
    {
        IReadOnlyDictionary<string, double> plain = _replay(new ResidualExecutor(_executors.Quick, [[], [], []], new RandomStream(_seed, "confidence")));
        for (int count = FirstSample; ; count *= 2)
        {
            IReadOnlyList<double>[] residuals = [.. Enum.GetValues<StepStratum>().Select(stratum => ResidualsOf(stratum, count))];
            IReadOnlyList<MetricInterval> intervals = IntervalsOf(plain, residuals);
            double widest = intervals.Where(i => MainMetrics.Contains(i.Metric)).Select(i => i.HalfWidth).DefaultIfEmpty(0).Max();
            bool isReached = goal.HalfWidth == 0 || widest <= goal.HalfWidth, isExhausted = residuals.All(r => r.Count < count);
            if (isReached || isExhausted) return [.. FactsOf(residuals), GoalFact(goal, widest, isReached), .. intervals.Select(i => i.ToFact())];
        }
    }

    private double[] ResidualsOf(StepStratum stratum, int count) =>
        [.. _reservoir.First(stratum, count).Select(step => _executors.Memo.TimeOf(step.Shape, _executors.For(Fidelity.Event)) / step.Elapsed - 1)];

    private List<MetricInterval> IntervalsOf(IReadOnlyDictionary<string, double> plain, IReadOnlyList<double>[] residuals)
    {
        IReadOnlyDictionary<string, double>[] replays =
            [.. Enumerable.Range(0, Replays).Select(i => _replay(new ResidualExecutor(_executors.Quick, residuals, new RandomStream(_seed, $"confidence replay {i}"))))];
        var intervals = new List<MetricInterval>();
        foreach ((string metric, double value) in plain)
        {
            double[] ratios = [.. replays.Select(r => r.TryGetValue(metric, out double other) ? RatioOf(other, value) : double.NaN)];
            if (!ratios.All(double.IsFinite)) continue;
            ErrorInterval spread = ErrorInterval.OfNext(ratios);
            intervals.Add(new MetricInterval(metric, Math.Min(1, spread.Low), Math.Max(1, spread.High)));
        }
        return intervals;
    }

    private static double RatioOf(double other, double value) => other == value ? 1 : other / value;

    private IEnumerable<RunFact> FactsOf(IReadOnlyList<double>[] residuals)
    {
        string strata = string.Join(", ", Enum.GetValues<StepStratum>().Where(s => residuals[(int)s].Count > 0).Select(s => $"{residuals[(int)s].Count} {Word(s)}"));
        yield return Fact("steps simulated again", $"{residuals.Sum(r => r.Count)} of {_reservoir.Offered.ToString("N0", CultureInfo.InvariantCulture)}: {strata}");
        foreach (StepStratum stratum in Enum.GetValues<StepStratum>())
        {
            IReadOnlyList<double> found = residuals[(int)stratum];
            if (found.Count < 2) continue;
            ErrorInterval error = ErrorInterval.OfMost(found);
            yield return Fact($"event against sampled, {Word(stratum)} steps", $"{Signed(error.Mean)} in the mean, 95 % of steps within {Signed(error.Low)} to {Signed(error.High)}");
        }
        yield return Fact("replays", $"{Replays}, each with errors drawn from these steps");
    }

    private static RunFact GoalFact(ConfidenceGoal goal, double widest, bool isReached)
    {
        string widths = $"the main metrics are known to {Percent(widest)}";
        return Fact("precision", goal.HalfWidth == 0 ? widths : isReached ? $"{goal} was asked for and reached: {widths}" : $"{goal} was asked for and could not be reached with all steps that were kept: {widths}");
    }

    private static RunFact Fact(string name, string value) => new(MetricInterval.Facts, name, value);

    private static string Word(StepStratum stratum) => stratum.ToString().ToLowerInvariant();

    private static string Signed(double share) => (share * 100).ToString("+0.00;-0.00;0", CultureInfo.InvariantCulture) + " %";

    private static string Percent(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %";
}
