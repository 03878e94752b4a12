using DeepStack.Sim.Workload.Traces.Formats;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>Reads request traces; the format is told by the content, plain or gzip.</summary>
public static class TraceReader
{
    private const int SampleLength = 1 << 14;

    private static readonly ITraceFormat[] Formats =
    [
        new AzureCsv(), new ApexCsv(), new LengthsCsv(), new BurstGptCsv(), new ServeGenCsv(), new TimedJson(), new VllmBenchmarkJson(), new OtlpSpansJson(),
    ];

    /// <summary>Reads a whole trace.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="TraceFormatException">The file cannot be opened, is of no known format, or has faulty rows.</exception>
    public static RequestTrace Read(string path, TraceReadOptions options) => Read(path, () => TraceText.Open(path), options);

    /// <summary>Reads a trace from memory.</summary>
    /// <param name="name">The name to show in messages.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="TraceFormatException">As for a file.</exception>
    public static RequestTrace Read(string name, byte[] content, TraceReadOptions options) =>
        Read(name, () => TraceText.OpenStream(name, new MemoryStream(content, writable: false)), options);

    private static RequestTrace Read(string name, Func<TraceText> open, TraceReadOptions options)
    {
        ITraceFormat format = FormatOf(name, open);
        using TraceText text = open();
        return format.Read(text, new TraceBuilder(name, options));
    }

    private static ITraceFormat FormatOf(string name, Func<TraceText> open)
    {
        using TraceText text = open();
        var sample = new TraceSample(text.ReadSample(SampleLength));
        if (ServerLog.Matches(sample))
            throw new TraceFormatException($"{name}:1: this is a vLLM server log, which tells steps but no prompt lengths, so it cannot be replayed; record requests with the serving benchmark (--save-detailed) or as OpenTelemetry spans.");
        return Array.Find(Formats, f => f.Matches(sample)) ?? throw new TraceFormatException(
            $"{name}:1: this is no trace of a known format. Known:{string.Concat(Formats.Select(f => $"{Environment.NewLine}  {f.Name}: {f.Looks}"))}");
    }
}
