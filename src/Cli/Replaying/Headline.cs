using System.Globalization;
using System.Text;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Results.Metrics;

namespace DeepStack.Sim.Cli.Replaying;

/// <summary>What a replay says on standard output: a few lines for people.</summary>
internal static class Headline
{
    public static string Of(PreparedRun run, RunMetrics metrics)
    {
        RequestMetrics requests = metrics.Requests;
        double seconds = Math.Max(requests.Elapsed.Seconds, 1e-12);
        var text = new StringBuilder();
        Line($"{run.Model.Name} as {metrics.Header.Plan} on {metrics.Header.Platform}, fidelity {metrics.Header.Fidelity}");
        Line($"{requests.All.Count:N0} requests in {requests.Elapsed.Seconds:N1} s, {requests.OutputTokens / seconds:N0} output tokens/s, {metrics.Steps.Count:N0} steps");
        Line($"{"",-4} {"mean",13} {"p50",13} {"p90",13} {"p99",13}");
        Row("TTFT", requests.Ttft);
        Row("TPOT", requests.Tpot);
        Row("E2E", requests.E2e);
        text.Append(CultureInfo.InvariantCulture, $"KV cache at most {metrics.Steps.LargestKvCacheUse:P0} full, {metrics.Steps.LargestRunning:N0} running and {metrics.Steps.LargestWaiting:N0} waiting at most, {requests.Preemptions:N0} preemptions");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        void Row(string name, Distribution values) => Line(
            $"{name,-4} {Shown(values.MeanPicoseconds),13} {Shown(values.PercentilePicoseconds(50)),13} {Shown(values.PercentilePicoseconds(90)),13} {Shown(values.PercentilePicoseconds(99)),13}");
    }

    private static string Shown(double picoseconds) => (picoseconds * 1e-9).ToString("N2", CultureInfo.InvariantCulture) + " ms";
}
