using System.Globalization;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Results;

namespace DeepStack.Sim.Benchmarks.Serving;

/// <summary>CPU time of whole replays with a named step model: reading aside, everything from the first arrival to the written files.</summary>
internal static class ReplayReport
{
    private const int Repeats = 5;

    public static void Write(TextWriter output, string? traceFile)
    {
        string folder = Directory.CreateTempSubdirectory("deepstack-replay-").FullName;
        string full = Path.Combine(folder, "full.csv");
        File.WriteAllLines(full, ["TIMESTAMP,ContextTokens,GeneratedTokens", .. Enumerable.Range(0, 256).Select(i => $"2023-11-16 18:15:46.6805900,{100 + i},7000")]);
        foreach (string trace in traceFile is null ? [full] : new[] { full, traceFile })
        {
            foreach (bool merged in new[] { false, true })
            {
                (double seconds, int requests, long steps) = Measure(trace, merged, folder);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"replay of {Path.GetFileName(trace)}{(merged ? ", merged" : "")}: {seconds / requests * 1e6:F2} us per request, {seconds / steps * 1e6:F3} us per step ({steps} steps)"));
            }
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The median CPU time of a run, its requests and its steps.</summary>
    private static (double Seconds, int Requests, long Steps) Measure(string trace, bool merged, string folder)
    {
        PreparedRun prepared = PreparedRun.From(new Scenario
        {
            Trace = trace,
            Platform = "h100-8",
            Model = "llama-3-70b",
            Plan = new ParallelPlan(8),
            Requests = new RequestSelection { Overlong = "clip" },
            Serving = new ServingOptions { StepModel = "constant:22.8 ms" },
        });
        List<double> times = [];
        long steps = 0;
        for (int i = 0; i <= Repeats; i++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            using RunFolder target = RunFolder.Create(Path.Combine(folder, $"{Path.GetFileName(trace)}-{merged}-{i}"));
            using var results = new ResultSet(target, new ResultOptions { TimingTrace = false, Steps = false, Operators = false, Timeline = false, Report = false });
            new SimulationRun(prepared, new RunServices { MergesDecodes = merged }).Execute(results.Recorder);
            results.Complete();
            target.Commit();
            times.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
            steps = results.Metrics.Steps.Count;
        }
        return (times.Skip(1).Order().ElementAt(Repeats / 2), prepared.Trace.Requests.Count, steps);
    }
}
