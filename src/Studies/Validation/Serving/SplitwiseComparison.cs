using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>Rows of <c>splitwise_prompt_token_latency.csv</c>: the time of a batch of prompts, and the mean time of a token after them.</summary>
/// <remarks>
/// A batch has no arrivals: its prompts are one step, and its tokens take the time of the step halfway through the answer. Repeated
/// measurements of one point are taken by their median. The time of a prompt begins when its client sends it.
/// </remarks>
internal static class SplitwiseComparison
{
    private const string Name = "splitwise_prompt_token_latency", Version = "0.2";
    private const double Tolerance = 0.10;

    /// <summary>The rows of a folder; none if it has no such file.</summary>
    public static IEnumerable<ValidationRow> Run(string folder)
    {
        if (MeasuredRun.ReadTable(Path.Combine(folder, Name + ".csv")) is not { } table) yield break;
        foreach (var machine in table.Rows.GroupBy(row => (Model: row["model"], Device: row["device"], Tensor: row.Get<int>("tensor_parallel"))))
        {
            string name = $"{machine.Key.Model} on {machine.Key.Device}, TP {machine.Key.Tensor}";
            (ServedMachine? served, string reason) = machine.Key.Device.EndsWith("pcap", StringComparison.Ordinal)
                ? (null, "a power cap is not simulated")
                : ServedMachine.Find(machine.Key.Model, machine.Key.Device, "", new ParallelPlan(machine.Key.Tensor), Version);
            if (served is null)
            {
                yield return new ValidationRow(name, "rows skipped", machine.Count(), 0, 0, null) { Note = reason };
                continue;
            }
            foreach (ValidationRow row in Compare(name, served, machine)) yield return row;
        }
    }

    private static IEnumerable<ValidationRow> Compare(string name, ServedMachine served, IEnumerable<CsvRow> rows)
    {
        List<double> errors = [];
        foreach (var point in rows.GroupBy(row => (Prompt: row.Get<int>("prompt_size"), Batch: row.Get<int>("batch_size"), Answer: row.Get<int>("token_size"))))
        {
            string place = $"{name}, {point.Key.Batch} x {point.Key.Prompt} in, {point.Key.Answer} out";
            ValidationRow prompt = ValidationRow.Relative(place, "prompt_time_ms", Median(point, "prompt_time_ms"), TimeOf(served, point.Key.Batch, point.Key.Prompt, 0), null) with { IsDetail = true };
            ValidationRow token = ValidationRow.Relative(place, "token_time_ms", Median(point, "token_time_ms"), TimeOf(served, point.Key.Batch, 1, point.Key.Prompt + (point.Key.Answer / 2)), null) with { IsDetail = true };
            errors.Add(prompt.Error);
            errors.Add(token.Error);
            yield return prompt;
            yield return token;
        }
        double median = new Sample(errors).Percentile(50);
        yield return new ValidationRow(name, "splitwise median", 0, median, median, Tolerance) { Note = $"median of |ours / measured - 1| over {errors.Count} prompt and token times" };
    }

    private static double Median(IEnumerable<CsvRow> rows, string column) => new Sample(rows.Select(row => row.Get<double>(column))).Percentile(50);

    private static double TimeOf(ServedMachine served, int batch, int tokens, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < batch; i++) shape.Add(new SequenceSlice(tokens, context, Samples: true));
        Duration frontEnd = tokens > 1 ? served.HostCosts.OfRequest(tokens) : Duration.Zero;
        return (frontEnd + served.HostCosts.OfStep(shape) + served.Steps.Execute(shape).Elapsed).Milliseconds;
    }
}
