using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>Rows of <c>apex_vllm_8xh100.csv</c> replayed on our machine; no bar is known for them, so that they are reported and not judged.</summary>
internal static class ApexComparison
{
    private const string Name = "apex_vllm_8xh100", Version = "0.6";

    /// <summary>The rows of a folder; none if it has no such file.</summary>
    /// <param name="folder">The folder of the table.</param>
    /// <param name="traces">The folder of the traces; null where none is given.</param>
    public static IEnumerable<ValidationRow> Run(string folder, string? traces)
    {
        if (MeasuredRun.ReadTable(Path.Combine(folder, Name + ".csv")) is not { } table) yield break;
        var machines = new Dictionary<(string, int), (ServedMachine?, string)>();
        List<ValidationRow> compared = [];
        List<(string SetUp, string Reason)> skipped = [];
        foreach (ApexRun run in table.Rows.Select(row => new ApexRun(row)))
        {
            (ServedMachine? machine, TraceRequest[] requests, string reason) = Prepare(run, traces, machines);
            if (machine is null) skipped.Add((run.SetUp, reason));
            else compared.AddRange(Compare(run, machine, requests));
        }
        foreach (ValidationRow row in compared) yield return row;
        foreach (IGrouping<string, ValidationRow> metric in compared.GroupBy(row => row.Metric))
        {
            double mean = metric.Average(row => row.Error);
            yield return new ValidationRow(Name, metric.Key + " mean error", 0, mean, mean, null) { Note = $"mean of |ours / measured - 1| over {metric.Count()} rows; outputs scaled to each row's sum" };
        }
        foreach (var same in skipped.GroupBy(s => s))
            yield return new ValidationRow($"{Name}, {same.Key.SetUp}", "rows skipped", same.Count(), 0, 0, null) { Note = same.Key.Reason };
    }

    private static (ServedMachine? Machine, TraceRequest[] Requests, string Reason) Prepare(ApexRun run, string? traces, Dictionary<(string, int), (ServedMachine?, string)> machines)
    {
        if (!run.IsComplete) return (null, [], "no values, or a case without trace and layout");
        if (traces is null) return (null, [], "no folder of traces is given (--traces)");
        if (MeasuredRunReplay.TraceFile(run.Trace, traces) is not { } file) return (null, [], $"no trace {run.Trace}");
        (TraceRequest[] requests, string reason) = run.ShareOf(TraceReader.Read(file, new TraceReadOptions()));
        if (requests.Length == 0) return (null, [], reason);
        if (!machines.TryGetValue((run.Family, run.TensorParallel), out (ServedMachine? Machine, string Reason) served))
            machines[(run.Family, run.TensorParallel)] = served = ServedMachine.Find(ModelOf(run.Family), run.System, "", new ParallelPlan(run.TensorParallel), Version);
        return (served.Machine, requests, served.Reason);
    }

    private static IEnumerable<ValidationRow> Compare(ApexRun run, ServedMachine machine, TraceRequest[] requests)
    {
        var ours = new RecordingObserver(requests.Length);
        var replica = new ReplicaSetup(new ReplicaScheduler(machine.Scheduler), new ExecutedSteps(machine.Steps));
        new ServingRun(new Simulation(), requests, [replica], new RoundRobinRouter(), machine.HostCosts, ours).RunToEnd();
        string name = $"{Name}, {run.Case}";
        yield return Row("mean_ttft_ms", run.TtftMilliseconds, ours.Timelines.Average(t => t.TimeToFirstToken.Milliseconds));
        yield return Row("mean_tpot_ms", run.TpotMilliseconds, ours.Timelines.Where(t => t.GeneratedTokens > 1).Average(t => t.TimePerOutputToken.Milliseconds));
        yield return Row("latency_sum_s", run.LatencySum, ours.Timelines.Sum(t => t.EndToEnd.Seconds));

        ValidationRow Row(string metric, double measured, double simulated) => ValidationRow.Relative(name, "apex " + metric, measured, simulated, null) with { IsDetail = true };
    }

    /// <summary>The model behind the first word of a case, as its publisher names it.</summary>
    private static string ModelOf(string family) => family == "llama" ? "meta-llama/Llama-3.1-70B" : family;
}
