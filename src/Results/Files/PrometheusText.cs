using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes the metrics of a run in Prometheus' text format, under the names by which a vLLM server exposes them where it does.</summary>
public static class PrometheusText
{
    private static readonly double[] TtftLimits = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160];
    private static readonly double[] TokenLimits = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];
    private static readonly double[] RequestLimits = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960];

    /// <summary>Writes the metrics of a run that has ended.</summary>
    public static void Write(Stream stream, RunMetrics metrics)
    {
        using var text = new TextStream(stream);
        string label = $"{{model_name=\"{Escaped(metrics.Header.Model)}\"}}";
        RequestMetrics requests = metrics.Requests;
        Value(text, "vllm:prompt_tokens_total", "counter", "Prompt tokens of the requests measured.", label, requests.InputTokens);
        Value(text, "vllm:generation_tokens_total", "counter", "Tokens generated.", label, requests.OutputTokens);
        Value(text, "vllm:prefix_cache_queries_total", "counter", "Prompt tokens looked up in the prefix cache.", label, requests.InputTokens);
        Value(text, "vllm:prefix_cache_hits_total", "counter", "Prompt tokens found there.", label, requests.CachedTokens);
        Value(text, "vllm:num_preemptions_total", "counter", "Preemptions.", label, requests.Preemptions);
        Value(text, "vllm:request_success_total", "counter", "Requests that delivered all their tokens.", label, requests.CountOf(RequestStatus.Finished));
        Histogram(text, "vllm:time_to_first_token_seconds", "Time to first token.", metrics.Header.Model, requests.Ttft, TtftLimits);
        Histogram(text, "vllm:inter_token_latency_seconds", "Time between tokens.", metrics.Header.Model, requests.Itl, TokenLimits);
        Histogram(text, "vllm:request_time_per_output_token_seconds", "Mean time per token after the first.", metrics.Header.Model, requests.Tpot, TokenLimits);
        Histogram(text, "vllm:e2e_request_latency_seconds", "Time to last token.", metrics.Header.Model, requests.E2e, RequestLimits);
        Histogram(text, "vllm:request_queue_time_seconds", "Time in the queue.", metrics.Header.Model, requests.Queue, RequestLimits);
        Histogram(text, "vllm:request_prefill_time_seconds", "First scheduled to first token.", metrics.Header.Model, PrefillOf(requests), RequestLimits);
        Value(text, "deepstack:steps_total", "counter", "Engine steps.", label, metrics.Steps.Count);
        Value(text, "deepstack:step_seconds_total", "counter", "Time of all steps.", label, metrics.Steps.Elapsed.Seconds);
    }

    /// <summary>From the first step to the first token as vLLM counts it, time spent preempted included.</summary>
    private static Distribution PrefillOf(RequestMetrics requests)
    {
        var prefill = new Distribution();
        foreach (RequestLatencies latencies in requests.Measured.Select(RequestLatencies.Of)) prefill.Add(latencies.Prefill + latencies.Preempted);
        return prefill;
    }

    private static void Value(TextStream text, string name, string type, string help, string label, double value)
    {
        Head(text, name, type, help);
        text.Raw($"{name}{label} ");
        text.Number(value);
        text.Raw("\n"u8);
    }

    private static void Histogram(TextStream text, string name, string help, string model, Distribution values, double[] limits)
    {
        Head(text, name, "histogram", help);
        string label = $"model_name=\"{Escaped(model)}\"";
        foreach (double limit in limits)
        {
            text.Raw(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_bucket{{{label},le=\"{limit}\"}} "));
            text.Number(values.CountUpTo(Duration.FromSeconds(limit)));
            text.Raw("\n"u8);
        }
        text.Raw($"{name}_bucket{{{label},le=\"+Inf\"}} ");
        text.Number(values.Count);
        text.Raw($"\n{name}_sum{{{label}}} ");
        text.Number(values.MeanPicoseconds * values.Count / 1e12);
        text.Raw($"\n{name}_count{{{label}}} ");
        text.Number(values.Count);
        text.Raw("\n"u8);
    }

    private static void Head(TextStream text, string name, string type, string help) => text.Raw($"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
