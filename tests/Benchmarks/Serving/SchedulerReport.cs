using System.Globalization;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Benchmarks.Serving;

/// <summary>CPU time of scheduling alone: per step with 256 decoding sequences, and per request on a trace.</summary>
internal static class SchedulerReport
{
    private const int Repeats = 5;

    public static void Write(TextWriter output, string? traceFile)
    {
        TraceRequest[] full = [.. Enumerable.Range(0, 256).Select(i => new TraceRequest(i, "r", SimTime.Zero, 100 + i, 20_000))];
        (double decode, long steps) = Measure(full, merged: false);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"256 sequences decoding: {decode / steps * 1e6:F2} us per step ({steps} steps)"));
        (decode, steps) = Measure(full, merged: true);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the same, merged: {decode / steps * 1e6:F3} us per step"));
        if (traceFile is null) return;
        IReadOnlyList<TraceRequest> trace = TraceReader.Read(traceFile, new TraceReadOptions()).Requests;
        foreach (bool merged in new[] { false, true })
        {
            (double seconds, steps) = Measure(trace, merged);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Path.GetFileName(traceFile)}{(merged ? ", merged" : "")}: {seconds / trace.Count * 1e6:F2} us per request, {seconds / steps * 1e6:F2} us per step ({steps} steps)"));
        }
    }

    /// <summary>The median CPU time of a run, and its steps.</summary>
    private static (double Seconds, long Steps) Measure(IReadOnlyList<TraceRequest> requests, bool merged)
    {
        List<double> times = [];
        long steps = 0;
        for (int i = 0; i <= Repeats; i++)
        {
            IServingObserver observer = merged ? new MergedCounter() : new StepCounter();
            TimeSpan before = Environment.CpuUsage.UserTime;
            var scheduler = new ReplicaScheduler(new SchedulerSpec { TokenBudget = 8192, MaxSequences = 256 });
            new ServingRun(new Simulation(), requests, scheduler, new ConstantStepModel(Duration.FromNanoseconds(22_800_000)), observer).RunToEnd();
            times.Add((Environment.CpuUsage.UserTime - before).TotalSeconds);
            steps = observer is MergedCounter counter ? counter.Steps : ((StepCounter)observer).Steps;
        }
        return (times.Skip(1).Order().ElementAt(Repeats / 2), steps);
    }

    private class StepCounter : IServingObserver
    {
        public long Steps { get; protected set; }

        public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end) => Steps++;

        public void RequestFinished(int replica, in RequestTimeline timeline)
        {
        }
    }

    private sealed class MergedCounter : StepCounter, IDecodeRunObserver
    {
        public void DecodeRunEnded(int replica, DecodeRun run) => Steps += run.Steps.Length;
    }
}
