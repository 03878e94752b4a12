using System.Text.Encodings.Web;
using System.Text.Json;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes the headline metrics, named as vLLM's benchmark names them where it has them.</summary>
public static class SummaryJson
{
    private static readonly double[] Percentiles = [25, 50, 75, 90, 95, 99, 99.9];

    /// <summary>Writes the summary of a run that has ended.</summary>
    public static void Write(Stream stream, RunMetrics metrics)
    {
        using (Utf8JsonWriter json = WriterOf(stream))
        {
            json.WriteStartObject();
            WriteNumbers(json, metrics);
            SummarySections.WriteConfidence(json, metrics);
            SummarySections.WriteSettings(json, metrics);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the metrics alone, without intervals and settings.</summary>
    internal static void WriteMetrics(Stream stream, RunMetrics metrics)
    {
        using Utf8JsonWriter json = WriterOf(stream);
        json.WriteStartObject();
        WriteNumbers(json, metrics);
        json.WriteEndObject();
    }

    private static Utf8JsonWriter WriterOf(Stream stream) =>
        new(stream, new JsonWriterOptions { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static void WriteNumbers(Utf8JsonWriter json, RunMetrics metrics)
    {
        WriteRequests(json, metrics);
        WriteLatency(json, "ttft", metrics.Requests.Ttft);
        WriteLatency(json, "tpot", metrics.Requests.Tpot);
        WriteLatency(json, "itl", metrics.Requests.Itl);
        WriteLatency(json, "e2el", metrics.Requests.E2e);
        WriteLatency(json, "front_end", metrics.Requests.FrontEnd);
        WriteLatency(json, "queue", metrics.Requests.Queue);
        WriteLatency(json, "prefill", metrics.Requests.Prefill);
        if (metrics.Requests.Preempted.Count > 0) WriteLatency(json, "preempted", metrics.Requests.Preempted);
        if (metrics.Requests.Transfer.Count > 0) WriteLatency(json, "transfer", metrics.Requests.Transfer);
        WriteWaits(json, metrics.Requests);
        SummarySections.WriteGroups(json, metrics);
        WriteSteps(json, metrics.Steps);
        SummarySections.WritePools(json, metrics);
        SummarySections.WriteTime(json, metrics);
        SummarySections.WriteUtilisation(json, metrics);
        SummarySections.WriteEnergy(json, metrics);
    }

    private static void WriteRequests(Utf8JsonWriter json, RunMetrics metrics)
    {
        RequestMetrics requests = metrics.Requests;
        double seconds = requests.Elapsed.Seconds, rate = seconds > 0 ? 1 / seconds : 0;
        int devices = Math.Max(1, metrics.Header.Replicas.Sum(r => r.Devices));
        json.WriteNumber("num_requests", requests.All.Count);
        json.WriteNumber("completed", requests.CountOf(RequestStatus.Finished));
        foreach (RequestStatus status in (RequestStatus[])[RequestStatus.Rejected, RequestStatus.Cancelled, RequestStatus.TimedOut, RequestStatus.Unfinished])
            json.WriteNumber(Words.Of(status), requests.CountOf(status));
        json.WriteNumber("measured", requests.Measured.Count);
        json.WriteNumber("duration", seconds);
        json.WriteNumber("total_input_tokens", requests.InputTokens);
        json.WriteNumber("total_output_tokens", requests.OutputTokens);
        json.WriteNumber("total_cached_tokens", requests.CachedTokens);
        json.WriteNumber("request_throughput", requests.Measured.Count * rate);
        if (requests.Objective.IsSet) json.WriteNumber("request_goodput", requests.Good * rate);
        json.WriteNumber("output_throughput", requests.OutputTokens * rate);
        json.WriteNumber("total_token_throughput", (requests.InputTokens + requests.OutputTokens) * rate);
        json.WriteNumber("output_throughput_per_device", requests.OutputTokens * rate / devices);
        json.WriteNumber("prefix_cache_hit_rate", requests.InputTokens == 0 ? 0 : (double)requests.CachedTokens / requests.InputTokens);
        json.WriteNumber("num_preemptions", requests.Preemptions);
    }

    private static void WriteLatency(Utf8JsonWriter json, string name, Distribution values)
    {
        json.WriteNumber($"mean_{name}_ms", values.MeanPicoseconds / 1e9);
        json.WriteNumber($"median_{name}_ms", values.PercentilePicoseconds(50) / 1e9);
        json.WriteNumber($"std_{name}_ms", values.DeviationPicoseconds / 1e9);
        json.WriteNumber($"min_{name}_ms", values.Smallest.Picoseconds / 1e9);
        foreach (double percent in Percentiles)
            json.WriteNumber(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"p{percent}_{name}_ms"), values.PercentilePicoseconds(percent) / 1e9);
        json.WriteNumber($"max_{name}_ms", values.Largest.Picoseconds / 1e9);
    }

    private static void WriteWaits(Utf8JsonWriter json, RequestMetrics requests)
    {
        json.WriteStartObject("waited_s");
        WriteSeconds(json, "sequences", requests.Waits.Sequences);
        WriteSeconds(json, "budget", requests.Waits.Budget);
        WriteSeconds(json, "blocks", requests.Waits.Blocks);
        WriteSeconds(json, "remote_kv", requests.Waits.RemoteKv);
        WriteSeconds(json, "preempted", requests.PreemptedTime);
        WriteSeconds(json, "transfer", requests.TransferTime);
        json.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter json, StepMetrics steps)
    {
        json.WriteStartObject("steps");
        json.WriteNumber("count", steps.Count);
        WriteSeconds(json, "time_s", steps.Elapsed);
        WriteSeconds(json, "host_s", steps.HostTime);
        json.WriteNumber("mean_ms", steps.Count == 0 ? 0 : steps.Elapsed.Milliseconds / steps.Count);
        json.WriteNumber("mean_requests", steps.Count == 0 ? 0 : (double)steps.Requests / steps.Count);
        json.WriteNumber("prefill_tokens", steps.PrefillTokens);
        json.WriteNumber("decode_tokens", steps.DecodeTokens);
        json.WriteNumber("max_running", steps.LargestRunning);
        json.WriteNumber("max_waiting", steps.LargestWaiting);
        json.WriteNumber("mean_kv_cache_use", steps.MeanKvCacheUse);
        json.WriteNumber("max_kv_cache_use", steps.LargestKvCacheUse);
        json.WriteStartObject("by_class");
        foreach (StepClass @class in Enum.GetValues<StepClass>())
        {
            if (steps.CountOf(@class) == 0) continue;
            json.WriteStartObject(Words.Of(@class));
            json.WriteNumber("count", steps.CountOf(@class));
            WriteSeconds(json, "time_s", steps.TimeOf(@class));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartObject("by_origin");
        foreach (StepOrigin origin in Enum.GetValues<StepOrigin>())
        {
            if (steps.CountOf(origin) > 0) json.WriteNumber(Words.Of(origin), steps.CountOf(origin));
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static void WriteSeconds(Utf8JsonWriter json, string name, Duration value)
    {
        Span<byte> text = stackalloc byte[32];
        json.WritePropertyName(name);
        json.WriteRawValue(text[..ExactDecimal.Write(value.Picoseconds, ExactDecimal.Seconds, text)], skipInputValidation: true);
    }
}
