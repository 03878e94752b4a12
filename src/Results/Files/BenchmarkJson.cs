using System.Text.Json;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes a run in the form of vLLM's detailed benchmark result: metrics, and per request its lengths, start, time to first token and token gaps.</summary>
public sealed class BenchmarkJson : RunProjection
{
    private readonly Stream _stream;
    private readonly List<List<SimTime>> _ends = [];
    private readonly RequestMetrics _metrics = new();
    private RunHeader? _header;

    /// <param name="stream">Where to write; it stays open.</param>
    public BenchmarkJson(Stream stream) => _stream = stream;

    /// <inheritdoc/>
    public override void Begin(RunHeader header)
    {
        _header = header;
        _metrics.Begin(header);
    }

    /// <inheritdoc/>
    public override void Step(in StepRecord step)
    {
        _metrics.Step(step);
        while (_ends.Count <= step.Replica) _ends.Add([]);
        _ends[step.Replica].Add(step.End);
    }

    /// <inheritdoc/>
    public override void Request(RequestRecord request) => _metrics.Request(request);

    /// <inheritdoc/>
    public override void End(RunEnd end)
    {
        _metrics.End(end);
        using var json = new Utf8JsonWriter(_stream);
        RequestRecord[] requests = [.. _metrics.Measured.OrderBy(r => r.Index)];
        json.WriteStartObject();
        json.WriteString("backend", "deepstack");
        json.WriteString("model_id", _header?.Model);
        json.WriteNumber("num_prompts", _metrics.All.Count);
        json.WriteNumber("completed", requests.Length);
        json.WriteNumber("duration", _metrics.Elapsed.Seconds);
        json.WriteNumber("total_input_tokens", _metrics.InputTokens);
        json.WriteNumber("total_output_tokens", _metrics.OutputTokens);
        foreach ((string name, Distribution values) in ((string, Distribution)[])[("ttft", _metrics.Ttft), ("tpot", _metrics.Tpot), ("itl", _metrics.Itl), ("e2el", _metrics.E2e)])
        {
            json.WriteNumber($"mean_{name}_ms", values.MeanPicoseconds / 1e9);
            json.WriteNumber($"median_{name}_ms", values.PercentilePicoseconds(50) / 1e9);
            json.WriteNumber($"std_{name}_ms", values.DeviationPicoseconds / 1e9);
            json.WriteNumber($"p99_{name}_ms", values.PercentilePicoseconds(99) / 1e9);
        }
        WriteList(json, "input_lens", requests, r => json.WriteNumberValue(r.InputTokens));
        WriteList(json, "output_lens", requests, r => json.WriteNumberValue(r.OutputTokens));
        WriteList(json, "start_times", requests, r => json.WriteNumberValue(r.Arrival.Seconds));
        WriteList(json, "ttfts", requests, r => json.WriteNumberValue((r.FirstToken - r.Arrival).Seconds));
        WriteList(json, "itls", requests, r => WriteGaps(json, r));
        WriteList(json, "errors", requests, _ => json.WriteStringValue(""));
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, RequestRecord[] requests, Action<RequestRecord> write)
    {
        json.WriteStartArray(name);
        foreach (RequestRecord request in requests) write(request);
        json.WriteEndArray();
    }

    private void WriteGaps(Utf8JsonWriter json, RequestRecord request)
    {
        json.WriteStartArray();
        SimTime? last = null;
        foreach (StepRun run in request.Runs)
        {
            for (long step = run.FirstStep; run.DeliveredTokens > 0 && step < run.FirstStep + run.Steps; step++)
            {
                SimTime end = _ends[run.Replica][(int)step];
                if (last is { } before) json.WriteNumberValue((end - before).Seconds);
                for (int i = 1; i < run.DeliveredTokens; i++) json.WriteNumberValue(0);
                last = end;
            }
        }
        json.WriteEndArray();
    }
}
