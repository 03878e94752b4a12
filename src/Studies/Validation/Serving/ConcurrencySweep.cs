using System.Globalization;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Serving.Clients;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>Rows of <c>h200x8_vllm_concurrency_sweep.csv</c>: closed loops of equal requests on one machine; reported and not judged.</summary>
internal static class ConcurrencySweep
{
    private const string Name = "h200x8_vllm_concurrency_sweep", Version = "nightly";

    /// <summary>The rows of a folder; none if it has no such file.</summary>
    public static IEnumerable<ValidationRow> Run(string folder)
    {
        if (MeasuredRun.ReadTable(Path.Combine(folder, Name + ".csv")) is not { } table) yield break;
        foreach (var machine in table.Rows.GroupBy(row => (Device: row["device"], Model: row["model_id"], Parallel: row["parallel"])))
        {
            string system = machine.Key.Device.Split('x')[^1].ToLowerInvariant(), weights = machine.Key.Model.EndsWith("FP8", StringComparison.OrdinalIgnoreCase) ? "fp8" : "";
            string plan = machine.Key.Parallel;
            (ServedMachine? served, string reason) = plan.StartsWith("tp", StringComparison.Ordinal) && int.TryParse(plan[2..], CultureInfo.InvariantCulture, out int devices)
                ? ServedMachine.Find(machine.Key.Model, system, weights, new ParallelPlan(devices), Version)
                : (null, $"the plan {plan} is not known");
            if (served is null) yield return new ValidationRow($"{Name}, {machine.Key.Model}", "rows skipped", machine.Count(), 0, 0, null) { Note = reason };
            else
            {
                foreach (CsvRow row in machine)
                    foreach (ValidationRow compared in Compare(row, served)) yield return compared;
            }
        }
    }

    private static IEnumerable<ValidationRow> Compare(CsvRow row, ServedMachine machine)
    {
        int prompt = row.Get<int>("isl"), output = row.Get<int>("osl"), clients = row.Get<int>("concurrency");
        TraceRequest[] requests = [.. Enumerable.Range(0, row.Get<int>("num_prompts")).Select(i => new TraceRequest(i, $"{i}", SimTime.Zero, prompt, output))];
        var ours = new RecordingObserver(requests.Length);
        var replica = new ReplicaSetup(new ReplicaScheduler(machine.Scheduler), new ExecutedSteps(machine.Steps));
        new ServingRun(new Simulation(), requests, [replica], new RoundRobinRouter(), machine.HostCosts, ours, clients: new ClientSpec { Count = clients }).RunToEnd();
        string name = $"{Name}, {row["model_id"]}, {clients} clients, {prompt} in, {output} out";
        yield return Row("median_ttft", new Sample(ours.Timelines.Select(t => t.TimeToFirstToken.Seconds)));
        yield return Row("median_tpot", new Sample(ours.Timelines.Select(t => t.TimePerOutputToken.Seconds)));
        yield return Row("median_e2el", new Sample(ours.Timelines.Select(t => t.EndToEnd.Seconds)));

        ValidationRow Row(string column, Sample simulated) => ValidationRow.Relative(name, $"sweep {column}_s", row.Get<double>(column), simulated.Percentile(50), null);
    }
}
