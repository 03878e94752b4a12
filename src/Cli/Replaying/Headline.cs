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
        Line($"{"",-6}{"mean",12}{"p50",12}{"p90",12}{"p99",12}");
        Row("TTFT", requests.Ttft);
        Row("TPOT", requests.Tpot);
        Row("E2E", requests.E2e);
        text.Append(CultureInfo.InvariantCulture, $"KV cache at most {metrics.Steps.LargestKvCacheUse:P0} full, {metrics.Steps.LargestRunning:N0} running and {metrics.Steps.LargestWaiting:N0} waiting at most, {requests.Preemptions:N0} preemptions");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        void Row(string name, Distribution values) => Line(
            $"{name,-6}{Shown(values.MeanPicoseconds),12}{Shown(values.PercentilePicoseconds(50)),12}{Shown(values.PercentilePicoseconds(90)),12}{Shown(values.PercentilePicoseconds(99)),12}");
    }

    private static string Shown(double picoseconds) => (picoseconds * 1e-9).ToString("N2", CultureInfo.InvariantCulture) + " ms";
}
