using System.Globalization;
using System.Text.Json;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>OpenTelemetry spans in OTLP JSON, as vLLM emits one for each finished request; one document, or one a line.</summary>
/// <remarks>Spans end up in the file when requests finish, so they are put in order of their start. Spans of other names are left out and counted.</remarks>
internal sealed class OtlpSpansJson : ITraceFormat
{
    private const string SpanName = "llm_request";
    private const long PicosecondsPerNanosecond = 1000;

    public string Name => "otlp-json";

    public string Looks => "OTLP JSON with resourceSpans that hold llm_request spans (OpenTelemetry)";

    public bool Matches(TraceSample sample) => sample.HasKey("resourceSpans");

    public RequestTrace Read(TraceText text, TraceBuilder builder)
    {
        var spans = new List<(Int128 Start, int Line, TraceRequest Request)>();
        foreach ((JsonElement value, int line) in JsonValues.Read(text))
        {
            var document = new JsonFields(value, line, builder);
            if (value.ValueKind != JsonValueKind.Object || document.Find("resourceSpans") is not { ValueKind: JsonValueKind.Array })
                builder.Fault(line, "the value has no list resourceSpans");
            else
                CollectSpans(value, line, builder, spans);
        }
        foreach ((Int128 start, int line, TraceRequest request) in spans.OrderBy(s => s.Start)) builder.Add(line, start, request);
        return builder.Finish(Name);
    }

    private static void CollectSpans(JsonElement document, int line, TraceBuilder builder, List<(Int128 Start, int Line, TraceRequest Request)> spans)
    {
        foreach (JsonElement span in Items(document, "resourceSpans").SelectMany(r => Items(r, "scopeSpans")).SelectMany(s => Items(s, "spans")))
        {
            var fields = new JsonFields(span, line, builder);
            if (span.ValueKind != JsonValueKind.Object) builder.Fault(line, "a span is no JSON object");
            else if (fields.Find("name") is not { ValueKind: JsonValueKind.String } name || name.GetString() != SpanName) builder.LeaveOut("span of another name");
            else if (RequestOf(fields, Items(span, "attributes"), builder) is { } request) spans.Add((request.Start, line, request.Request));
        }
    }

    private static (Int128 Start, TraceRequest Request)? RequestOf(JsonFields span, JsonElement[] attributes, TraceBuilder builder)
    {
        if (span.Need("startTimeUnixNano") is not { } start) return null;
        if (WholeIn(start) is not { } nanoseconds)
        {
            builder.Fault(span.Line, "startTimeUnixNano of a span is no whole number of nanoseconds");
            return null;
        }
        Dictionary<string, JsonElement> values = [];
        foreach (JsonElement attribute in attributes)
        {
            if (attribute.ValueKind == JsonValueKind.Object && attribute.TryGetProperty("key", out JsonElement key) && key.ValueKind == JsonValueKind.String && attribute.TryGetProperty("value", out JsonElement value))
                values[key.GetString()!] = value;
        }
        if (Tokens(span, values, "gen_ai.usage.prompt_tokens", builder) is not { } input || Tokens(span, values, "gen_ai.usage.completion_tokens", builder) is not { } output) return null;
        string id = values.TryGetValue("gen_ai.request.id", out JsonElement name) && name.ValueKind == JsonValueKind.Object && name.TryGetProperty("stringValue", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        return ((Int128)nanoseconds * PicosecondsPerNanosecond, new TraceRequest(0, id, default, input, output));
    }

    private static int? Tokens(JsonFields span, Dictionary<string, JsonElement> values, string key, TraceBuilder builder)
    {
        if (values.TryGetValue(key, out JsonElement value) && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("intValue", out JsonElement number) && WholeIn(number) is >= 1 and <= TraceBuilder.MostTokens and long tokens) return (int)tokens;
        builder.Fault(span.Line, $"a span has no {key} with an intValue from 1");
        return null;
    }

    /// <summary>A whole number, which OTLP JSON writes as text.</summary>
    private static long? WholeIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out long number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) => number,
        _ => null,
    };

    private static JsonElement[] Items(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];
}
