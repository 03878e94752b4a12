using System.Globalization;
using System.IO.Compression;
using System.Text;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>Writes traces in formats that <see cref="TraceReader"/> reads back without loss.</summary>
/// <remarks>The file appears by rename when it is complete.</remarks>
public static class TraceWriter
{
    /// <summary>Writes a file; its name decides the format: .csv for times and lengths, .jsonl for these with block hashes and sessions; .gz after it compresses.</summary>
    /// <exception cref="TraceFormatException">The name ends in nothing of these, or the file cannot be written.</exception>
    public static void Write(RequestTrace trace, string path)
    {
        string plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        bool json = plain.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        if (!json && !plain.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            throw new TraceFormatException($"{path}: a trace is written as .csv, .csv.gz, .jsonl or .jsonl.gz; choose one of these endings.");
        string partial = path + ".partial";
        try
        {
            using (Stream file = File.Create(partial))
            using (Stream stream = plain.Length < path.Length ? new GZipStream(file, CompressionLevel.SmallestSize) : file)
            using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
            {
                Write(trace, writer, json);
            }
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(partial);
            throw new TraceFormatException($"{path}: the trace cannot be written: {e.Message}", e);
        }
    }

    private static void Write(RequestTrace trace, StreamWriter writer, bool json)
    {
        if (!json) writer.WriteLine(trace.HasArrivals ? "offset_s,input_tokens,output_tokens" : "input_tokens,output_tokens");
        bool chats = trace.Requests.Any(r => r.Session is not null);
        var latest = new Dictionary<string, int>();
        foreach (TraceRequest request in trace.Requests)
        {
            if (json && chats) writer.WriteLine(ChatLine(request, latest));
            else if (json) writer.WriteLine($"{{\"timestamp\": {Decimal(request, 1_000_000_000)}, {Lengths(request)}}}");
            else writer.WriteLine(FormattableString.Invariant($"{(trace.HasArrivals ? Decimal(request, 1_000_000_000_000) + "," : "")}{request.InputTokens},{request.OutputTokens}"));
        }
    }

    private static string ChatLine(TraceRequest request, Dictionary<string, int> latest)
    {
        string session = request.Session ?? $"alone {request.Index}";
        int parent = latest.GetValueOrDefault(session, -1);
        latest[session] = request.Index;
        return FormattableString.Invariant($"{{\"chat_id\": {request.Index}, \"parent_chat_id\": {parent}, \"timestamp\": {Decimal(request, 1_000_000_000_000)}, {Lengths(request)}}}");
    }

    private static string Lengths(TraceRequest request)
    {
        string hashes = request.BlockHashes.Count == 0 ? "" : $", \"hash_ids\": [{string.Join(", ", request.BlockHashes)}]";
        return FormattableString.Invariant($"\"input_length\": {request.InputTokens}, \"output_length\": {request.OutputTokens}{hashes}");
    }

    private static string Decimal(TraceRequest request, long unit) => ((decimal)request.Arrival.Picoseconds / unit).ToString("0.############", CultureInfo.InvariantCulture);
}
