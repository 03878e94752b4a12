using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>The vLLM V1 scheduler against recorded runs whose step times are given: every request and every step.</summary>
/// <remarks>
/// A case is a pair of files, <c>NAME_requests.csv.gz</c> and <c>NAME_steps.csv.gz</c>. The time of step k is read from row k of the steps
/// file, so that nothing but scheduling is judged.
/// </remarks>
public sealed class SchedulerValidation : IValidationArea
{
    private const string RequestsEnding = "_requests.csv.gz", StepsEnding = "_steps.csv.gz";

    /// <inheritdoc/>
    public string Name => "scheduler";

    /// <inheritdoc/>
    public string Description => "batches and latencies of a replica against recorded runs with given step times";

    /// <inheritdoc/>
    public string Folder => "reference/serving";

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        if (!Directory.Exists(request.DataDirectory)) throw new PresetException($"There is no folder \"{request.DataDirectory}\".");
        string[] stems = [.. Directory.GetFiles(request.DataDirectory, "*" + RequestsEnding)
            .Select(file => file[..^RequestsEnding.Length]).Where(stem => File.Exists(stem + StepsEnding)).Order(StringComparer.Ordinal)];
        if (stems.Length == 0) throw new PresetException($"\"{request.DataDirectory}\" holds no pair NAME{RequestsEnding} and NAME{StepsEnding}.");
        var spec = new SchedulerSpec { TokenBudget = request.TokenBudget ?? 2048, MaxSequences = request.MaxSequences ?? 256 };
        return stems.SelectMany(stem => Compare(stem, spec));
    }

    private static IEnumerable<ValidationRow> Compare(string stem, SchedulerSpec spec)
    {
        CsvTable requests = CsvTable.Read(stem + RequestsEnding), steps = CsvTable.Read(stem + StepsEnding);
        if (requests.Rows.Count == 0 || steps.Rows.Count == 0) throw new PresetException($"{stem}: the requests or the steps file has no rows.");
        var model = new RecordedStepModel(steps);
        var ours = new RecordingObserver(requests.Rows.Count);
        TraceRequest[] trace = [.. requests.Rows.Select(RequestOf)];
        new ServingRun(new Simulation(), [.. trace.OrderBy(r => r.Arrival)], new ReplicaScheduler(spec), model, ours).RunToEnd();
        string name = Path.GetFileName(stem);
        yield return ValidationRow.Absolute(name, "steps", steps.Rows.Count, ours.Steps.Count, 0);
        yield return Worst(name, "step_start_ms", steps.Rows.Zip(ours.Steps, (row, step) => (InMs(row, "start_s"), step.Start.Seconds * 1e3)), 1e-6);
        yield return Worst(name, "step_sequences", steps.Rows.Zip(ours.Steps, (row, step) => (row.Get<double>("requests"), (double)step.Sequences)), 0);
        yield return Worst(name, "step_tokens", steps.Rows.Zip(ours.Steps, (row, step) => (row.Get<double>("tokens"), (double)step.Tokens)), 0);
        yield return Worst(name, "ttft_ms", requests.Rows.Zip(ours.Timelines, (row, t) => (row.Get<double>("ttft_ms"), t.TimeToFirstToken.Milliseconds)), 1e-6);
        yield return Worst(name, "e2e_ms", requests.Rows.Zip(ours.Timelines, (row, t) => (row.Get<double>("e2e_ms"), t.EndToEnd.Milliseconds)), 1e-6);
    }

    private static TraceRequest RequestOf(CsvRow row, int index) => new(
        index,
        row["request"],
        SimTime.FromPicoseconds(Duration.FromSeconds(row.Get<double>("arrival_s")).Picoseconds),
        row.Get<int>("input_tokens"),
        row.Get<int>("output_tokens"));

    private static double InMs(CsvRow row, string column) => row.Get<double>(column) * 1e3;

    /// <summary>One row for a whole column: its worst error, and where that is.</summary>
    private static ValidationRow Worst(string name, string metric, IEnumerable<(double Reference, double Ours)> pairs, double tolerance)
    {
        (double Reference, double Ours)[] all = [.. pairs];
        int unequal = all.Count(p => Math.Abs(p.Ours - p.Reference) > tolerance);
        (double reference, double ours) = all.MaxBy(p => Math.Abs(p.Ours - p.Reference));
        return ValidationRow.Absolute(name, metric, reference, ours, tolerance) with { Note = $"worst of {all.Length}; {unequal} differ" };
    }
}
