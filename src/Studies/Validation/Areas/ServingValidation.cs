using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Studies.Validation.Serving;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Real serving runs, replayed with step times from kernel profiles, against what was measured.</summary>
/// <remarks>
/// Times to the first and last token count from queueing, as the measured ones do. The measured files hold no KV use, step times or
/// compositions, so block accounting is judged only where a run preempts.
/// </remarks>
public sealed class ServingValidation : IValidationArea
{
    private const double SimulatedTolerance = 0.10;
    private const int LeastPairs = 10;

    /// <inheritdoc/>
    public string Name => "serving";

    /// <inheritdoc/>
    public string Description => "latencies and queues of real vLLM runs, step times from kernel profiles; needs --traces";

    /// <inheritdoc/>
    public string Folder => "reference/measured";

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        if (!Directory.Exists(request.DataDirectory)) throw new PresetException($"There is no folder \"{request.DataDirectory}\".");
        bool any = false;
        foreach (ValidationRow row in Replays(request).Concat(OfTables(request)))
        {
            any = true;
            yield return row;
        }
        if (!any) throw new PresetException($"\"{request.DataDirectory}\" holds no measured run (NAME_meta.json with NAME_requests.csv) and no table of serving points.");
    }

    private static IEnumerable<ValidationRow> OfTables(ValidationRequest request)
    {
        string folder = request.DataDirectory;
        return SplitwiseComparison.Run(folder)
            .Concat(SiliconComparison.Run(folder))
            .Concat(ApexComparison.Run(folder, request.TracesDirectory))
            .Concat(ConcurrencySweep.Run(folder))
            .Concat(SkippedRuns.Of(folder));
    }

    internal static IEnumerable<ValidationRow> Replays(ValidationRequest request)
    {
        IReadOnlyList<MeasuredRun> runs = MeasuredRun.ReadAll(request.DataDirectory);
        if (runs.Count == 0) return [];
        string traces = request.TracesDirectory ?? throw new PresetException("The area \"serving\" replays traces; give their folder with --traces.");
        MeasuredRunReplay[] replays = [.. runs.Select(run => new MeasuredRunReplay(run, request.DataDirectory, traces))];
        if (!request.FitsHostCosts) return replays.SelectMany(replay => (ValidationRow[])[.. Compare(replay, replay.HostCosts), .. JitterRows(replay), .. CompareSimulated(replay)]);
        MeasuredRunReplay smallest = replays.MinBy(replay => replay.Parameters)!;
        HostCosts fitted = smallest.FitHostCosts();
        return [.. HostCostRows(smallest, fitted), .. replays.SelectMany(replay => Compare(replay, fitted))];
    }

    /// <summary>What a fit found beside what the engine's preset states; one fit serves all runs.</summary>
    private static IEnumerable<ValidationRow> HostCostRows(MeasuredRunReplay replay, HostCosts fitted)
    {
        HostCosts stated = replay.HostCosts;
        return
        [
            Row("host per_step us", stated.PerStep, fitted.PerStep),
            Row("host per_sequence us", stated.PerSequence, fitted.PerSequence),
            Row("host per_token us", stated.PerToken, fitted.PerToken),
        ];

        ValidationRow Row(string metric, Duration preset, Duration found) =>
            ValidationRow.Absolute(replay.Run.Name, metric, preset.Microseconds, found.Microseconds, null) with { Note = "preset, and the fit on this run's first and last token times" };
    }

    /// <summary>How much the run's decode steps scatter beside what the engine's preset states; nothing in a replay without scatter depends on it.</summary>
    private static IEnumerable<ValidationRow> JitterRows(MeasuredRunReplay replay)
    {
        if (replay.StepJitter is not { } stated || replay.FitJitter() is not { Pairs: >= LeastPairs } fit) yield break;
        yield return ValidationRow.Absolute(replay.Run.Name, "step jitter %", stated * 100, fit.Deviation * 100, null) with
        {
            Note = $"preset, and this run's decode steps after its last first token ({fit.Pairs} pairs of neighbouring intervals)",
        };
    }

    private static IEnumerable<ValidationRow> Compare(MeasuredRunReplay replay, HostCosts costs) => Compare(replay.Run.Name, replay.Run, replay.Replay(costs), null);

    /// <summary>The same with step times of our own machine, whose kernels nothing measured stands beside.</summary>
    private static IEnumerable<ValidationRow> CompareSimulated(MeasuredRunReplay replay) => replay.SimulatedSteps() is { } steps
        ? Compare($"{replay.Run.Name}, simulated {replay.Run.Device}", replay.Run, replay.Replay(replay.HostCosts, steps), SimulatedTolerance)
        : [];

    /// <param name="name">The rows' case.</param>
    /// <param name="run">What was measured.</param>
    /// <param name="ours">The replay.</param>
    /// <param name="tolerance">One for all rows; null for those that belong to step times of kernel profiles.</param>
    private static IEnumerable<ValidationRow> Compare(string name, MeasuredRun run, RecordingObserver ours, double? tolerance)
    {
        IReadOnlyList<CsvRow> rows = run.Requests.Rows;
        if (rows.Count != ours.Timelines.Length) throw new PresetException($"{name} has {rows.Count} requests, its trace {ours.Timelines.Length}.");
        double[] endToEnd = [.. rows.Select(row => Between(row, "queued_s", "last_token_s"))];
        return
        [
            .. Distribution(name, "ttft_ms", rows.Select(row => Between(row, "queued_s", "first_token_s")), ours.Timelines.Select(t => Milliseconds(t.FirstToken - t.Queued)), tolerance ?? 0.03, tolerance ?? 0.05),
            .. Distribution(name, "tpot_ms", rows.Where(HasSeveral).Select(TimePerToken), ours.Timelines.Where(t => t.GeneratedTokens > 1).Select(t => Milliseconds(t.TimePerOutputToken)), tolerance ?? 0.02, tolerance ?? 0.02),
            .. Distribution(name, "e2e_ms", endToEnd, ours.Timelines.Select(t => Milliseconds(t.LastToken - t.Queued)), tolerance ?? 0.02, tolerance ?? 0.02),
            ValidationRow.Relative(name, "makespan_s", rows.Max(row => row.Get<double>("last_token_s")), ours.Timelines.Max(t => t.LastToken.Seconds), tolerance ?? 0.025),
            PairedEndToEnd(name, endToEnd, ours.Timelines, tolerance ?? 0.02),
            .. QueueRows(name, run, ours.Timelines, tolerance ?? 0.015),
            ValidationRow.Absolute(name, "preemptions", 0, ours.Timelines.Sum(t => t.Preemptions), null) with { Note = "not measured" },
        ];
    }

    private static IEnumerable<ValidationRow> Distribution(string name, string metric, IEnumerable<double> measured, IEnumerable<double> simulated, double tolerance, double medianTolerance)
    {
        Sample reference = new(measured), ours = new(simulated);
        yield return ValidationRow.Relative(name, metric + " mean", reference.Mean, ours.Mean, tolerance);
        foreach (int percent in new[] { 50, 90, 99 })
        {
            yield return ValidationRow.Relative(
                name, $"{metric} p{percent}", reference.Percentile(percent), ours.Percentile(percent), percent == 50 ? medianTolerance : tolerance);
        }
    }

    private static ValidationRow PairedEndToEnd(string name, double[] measured, RequestTimeline[] ours, double tolerance)
    {
        var errors = new Sample(measured.Select((e2e, i) => Math.Abs(Milliseconds(ours[i].LastToken - ours[i].Queued) / e2e - 1)));
        return new ValidationRow(name, "e2e paired", 0, errors.Percentile(50), errors.Percentile(50), tolerance) { Note = "median of |ours / measured - 1| over requests" };
    }

    /// <summary>Running and waiting requests second by second: mean absolute difference as a share of the measured peak.</summary>
    private static IEnumerable<ValidationRow> QueueRows(string name, MeasuredRun run, RequestTimeline[] ours, double tolerance)
    {
        if (run.TimeSeries is not { } series) yield break;
        foreach (string column in new[] { "running", "waiting" })
        {
            double peak = series.Rows.Max(row => row.Get<double>(column));
            double error = series.Rows.Average(row => Math.Abs(row.Get<double>(column) - CountAt(ours, row.Get<double>("t"), column)));
            if (peak > 0) yield return new ValidationRow(name, column + " by second", peak, error, error / peak, tolerance) { Note = "peak, and mean absolute difference" };
        }
    }

    private static int CountAt(RequestTimeline[] timelines, double seconds, string column)
    {
        SimTime at = SimTime.Zero + Duration.FromSeconds(seconds);
        return column == "running"
            ? timelines.Count(t => t.FirstScheduled <= at && at < t.LastToken)
            : timelines.Count(t => t.Queued <= at && at < t.FirstScheduled);
    }

    private static bool HasSeveral(CsvRow row) => row.Get<int>("output_tokens") > 1;

    private static double TimePerToken(CsvRow row) => Between(row, "first_token_s", "last_token_s") / (row.Get<int>("output_tokens") - 1);

    private static double Between(CsvRow row, string from, string to) => (row.Get<double>(to) - row.Get<double>(from)) * 1e3;

    private static double Milliseconds(Duration duration) => duration.Milliseconds;
}
