using System.Text.Json;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>
/// Timed traces in JSON lines, as Mooncake and Qwen-Bailian publish them: time stamp, lengths, and one hash for each block of the prompt.
/// </summary>
/// <remarks>
/// Times are milliseconds, or seconds where the lines have chat ids (Qwen-Bailian). How many tokens a hash stands for is not written in
/// the files: it is the <see cref="BlockSizes">size</see> that most of the first prompts fit.
/// </remarks>
internal sealed class TimedJson : ITraceFormat
{
    private const int RowsToDecideOn = 256;

    public string Name => "timed-json";

    public string Looks => "JSON lines with timestamp, input_length, output_length and hash_ids (Mooncake, ShareGPT, Qwen-Bailian)";

    public bool Matches(TraceSample sample) => sample.HasKey("input_length") || sample.HasKey("hash_ids");

    public RequestTrace Read(TraceText text, TraceBuilder builder)
    {
        var pending = new List<Row>(RowsToDecideOn);
        var chats = new ChatSessions();
        int blockTokens = 0;
        while (!builder.IsFull && text.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line) || Parse(line, text.Line, builder) is not { } element) continue;
            if (RowOf(new JsonFields(element, text.Line, builder), chats) is { } row) pending.Add(row);
            if (blockTokens == 0 && pending.Count < RowsToDecideOn) continue;
            if (blockTokens == 0) blockTokens = BlockSizes.Decide(pending);
            Flush(pending, blockTokens, builder);
        }
        Flush(pending, blockTokens == 0 ? BlockSizes.Decide(pending) : blockTokens, builder);
        return builder.Finish(chats.Any ? "qwen-bailian-json" : Name);
    }

    private static Row? RowOf(JsonFields fields, ChatSessions chats)
    {
        string? session = chats.SessionOf(fields);
        decimal unit = session is null ? 0.001m : 1m;
        if (fields.Need("timestamp") is not { } stamp || fields.TimeIn("timestamp", stamp, unit) is not { } time) return null;
        if (fields.Tokens("input_length") is not { } input || fields.Tokens("output_length") is not { } output) return null;
        return HashesOf(fields) is { } hashes
            ? new Row(fields.Line, time, new TraceRequest(0, "", default, input, output) { BlockHashes = hashes, Session = session })
            : null;
    }

    private static void Flush(List<Row> rows, int blockTokens, TraceBuilder builder)
    {
        foreach ((int line, Int128 time, TraceRequest request) in rows)
        {
            int hashes = request.BlockHashes.Count, needed = BlockSizes.Blocks(request.InputTokens, blockTokens);
            if (hashes == 0) builder.Add(line, time, request);
            else if (hashes == needed) builder.Add(line, time, request with { BlockTokens = blockTokens });
            else builder.Fault(line, $"hash_ids has {hashes} entries; input_length {request.InputTokens} in blocks of {blockTokens} tokens needs {needed}");
        }
        rows.Clear();
    }

    private static JsonElement? Parse(string line, int number, TraceBuilder builder)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
            builder.Fault(number, "the line is no JSON object");
        }
        catch (JsonException e)
        {
            builder.Fault(number, $"the line is not valid JSON (near byte {e.BytePositionInLine + 1})");
        }
        return null;
    }

    private static long[]? HashesOf(JsonFields fields)
    {
        if (fields.Find("hash_ids") is not { } list) return [];
        if (list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out _)))
            return [.. list.EnumerateArray().Select(item => item.GetInt64())];
        fields.Fault("hash_ids should be a list of whole numbers");
        return null;
    }

    /// <summary>A request before the block size is known.</summary>
    internal readonly record struct Row(int Line, Int128 Time, TraceRequest Request);
}
