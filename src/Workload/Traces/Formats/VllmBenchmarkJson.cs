using System.Text.Json;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>Detailed results of vLLM's serving benchmark: one object, or one a line where runs were appended.</summary>
/// <remarks>
/// Requests are put in order of their start times, since a client under a concurrency limit starts them out of order. Failed requests
/// (an error text, or no output) are left out and counted. Appended runs follow one another: each begins where the one before has ended.
/// </remarks>
internal sealed class VllmBenchmarkJson : ITraceFormat
{
    public string Name => "vllm-benchmark-json";

    public string Looks => "JSON written by vLLM's serving benchmark with --save-detailed (input_lens, output_lens, start_times)";

    public bool Matches(TraceSample sample) => sample.HasKey("input_lens") || sample.HasKey("request_throughput") || sample.HasKey("num_prompts");

    public RequestTrace Read(TraceText text, TraceBuilder builder)
    {
        Int128 begin = 0;
        foreach ((JsonElement value, int line) in JsonValues.Read(text))
        {
            if (value.ValueKind == JsonValueKind.Object) begin = ReadRun(new JsonFields(value, line, builder), builder, begin);
            else builder.Fault(line, "the value is no JSON object");
        }
        return builder.Finish(Name);
    }

    /// <summary>Reads one run; gives its end.</summary>
    private static Int128 ReadRun(JsonFields run, TraceBuilder builder, Int128 begin)
    {
        if (ListOf(run, "input_lens") is not { } inputs || ListOf(run, "output_lens") is not { } outputs || ListOf(run, "start_times") is not { } starts) return begin;
        if (inputs.Length != outputs.Length || inputs.Length != starts.Length)
        {
            run.Fault($"input_lens, output_lens and start_times have {inputs.Length}, {outputs.Length} and {starts.Length} entries; expected equally many");
            return begin;
        }
        JsonElement[] errors = run.Find("errors") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
        var requests = new List<(Int128 Start, TraceRequest Request)>();
        for (int i = 0; i < inputs.Length; i++)
        {
            bool failed = i < errors.Length && errors[i].ValueKind == JsonValueKind.String && errors[i].GetString()!.Length > 0;
            if (RequestOf(run, i, inputs[i], outputs[i], starts[i], failed, builder) is { } request) requests.Add(request);
        }
        if (requests.Count == 0) return begin;
        Int128 first = requests.Min(r => r.Start), last = requests.Max(r => r.Start);
        foreach ((Int128 start, TraceRequest request) in requests.OrderBy(r => r.Start)) builder.Add(run.Line, begin + (start - first), request);
        Int128? duration = run.Find("duration") is { ValueKind: JsonValueKind.Number } seconds ? run.TimeIn("duration", seconds, 1) : null;
        return begin + Int128.Max(last - first, duration ?? 0);
    }

    private static (Int128 Start, TraceRequest Request)? RequestOf(JsonFields run, int index, JsonElement input, JsonElement output, JsonElement start, bool failed, TraceBuilder builder)
    {
        if (run.TokensIn($"output_lens[{index}]", output, min: 0) is not { } generated) return null;
        if (failed || generated == 0)
        {
            builder.LeaveOut("failed request");
            return null;
        }
        return run.TokensIn($"input_lens[{index}]", input) is { } prompt && run.TimeIn($"start_times[{index}]", start, 1) is { } time
            ? (time, new TraceRequest(0, "", default, prompt, generated))
            : null;
    }

    private static JsonElement[]? ListOf(JsonFields run, string key)
    {
        if (run.Find(key) is { ValueKind: JsonValueKind.Array } list) return [.. list.EnumerateArray()];
        run.Fault($"{key} is missing; run the benchmark with --save-detailed");
        return null;
    }
}
