using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Says in words what limits a run.</summary>
internal static class Findings
{
    public static List<string> Of(RunMetrics metrics)
    {
        var findings = new List<string>();
        if (metrics.Steps.Count == 0) return ["No step was recorded, so nothing can be said."];
        Load(metrics, findings);
        StepTime(metrics, findings);
        Memory(metrics, findings);
        return findings;
    }

    private static void Load(RunMetrics metrics, List<string> findings)
    {
        double busy = metrics.Utilisation.Busy;
        double queue = metrics.Requests.Queue.MeanPicoseconds, ttft = metrics.Requests.Ttft.MeanPicoseconds;
        if (busy < 0.6) findings.Add($"Arrivals limit the run: replicas were in a step only {Readable.Percent(busy)} of the time.");
        else if (ttft > 0 && queue > ttft / 2) findings.Add($"The machine is overloaded for part of the run: of a mean time to first token of {Readable.Time(ttft)}, requests spent {Readable.Percent(queue / ttft)} in the queue.");
        else findings.Add($"Replicas were in a step {Readable.Percent(busy)} of the time; requests spent {(ttft > 0 ? Readable.Percent(queue / ttft) : "none")} of their time to first token in the queue.");
        WaitTimes waits = metrics.Requests.Waits;
        (Duration Time, string Reason) worst = new[] { (waits.Sequences, "the sequence limit"), (waits.Budget, "the token budget"), (waits.Blocks, "free KV blocks"), (waits.RemoteKv, "KV blocks of another replica") }.MaxBy(w => w.Item1);
        if (worst.Time > Duration.Zero) findings.Add($"Requests in the queue waited mostly for {worst.Reason}: {Readable.Time(worst.Time.Picoseconds)} in all.");
    }

    private static void StepTime(RunMetrics metrics, List<string> findings)
    {
        Duration all = metrics.Steps.Elapsed;
        StepClass longest = Enum.GetValues<StepClass>().MaxBy(metrics.Steps.TimeOf);
        findings.Add($"{Sentence(Words.Of(longest))} steps take {Readable.Percent(metrics.Steps.TimeOf(longest) / all)} of step time.");
        if (metrics.Operators.Any)
        {
            Bound bound = Enum.GetValues<Bound>().MaxBy(b => metrics.Operators.StepTimeOf(op => op.BoundBy == b));
            Duration bounded = metrics.Operators.StepTimeOf(op => op.BoundBy == bound);
            OperatorTotals most = metrics.Operators.All.Where(op => op.BoundBy == bound).MaxBy(op => op.StepTime)!;
            if (bounded > Duration.Zero) findings.Add($"{Readable.Percent(bounded / all)} of step time is bound by {ReportWords.Of(bound)}, most of it in {most.Name} of {Words.Of(most.Class)} steps.");
            Duration exposed = metrics.Operators.StepTimeOf(op => op.Kind == OperatorKind.Communication);
            if (exposed / all > 0.05) findings.Add($"Communication that nothing hides takes {Readable.Percent(exposed / all)} of step time.");
        }
        if (metrics.Steps.HostTime / all > 0.05) findings.Add($"For {Readable.Percent(metrics.Steps.HostTime / all)} of step time the devices wait for the host.");
    }

    private static void Memory(RunMetrics metrics, List<string> findings)
    {
        double peak = metrics.Steps.LargestKvCacheUse;
        if (metrics.Requests.Preemptions > 0) findings.Add($"The KV cache overflowed: requests were preempted {Readable.Count(metrics.Requests.Preemptions)} times and lost {Readable.Time(metrics.Requests.PreemptedTime.Picoseconds)} in all until they were taken up again.");
        else if (peak > 0.95) findings.Add($"The KV cache was full at times ({Readable.Percent(peak)}), without a preemption.");
        else findings.Add($"The KV cache was never full: {Readable.Percent(peak)} at most.");
        if (metrics.Requests.CachedTokens > 0) findings.Add($"The prefix cache saved {Readable.Percent((double)metrics.Requests.CachedTokens / metrics.Requests.InputTokens)} of the prompt tokens.");
    }

    private static string Sentence(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
