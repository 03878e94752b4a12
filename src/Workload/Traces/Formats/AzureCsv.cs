using System.Globalization;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>The Azure LLM inference traces: wall-clock time with up to seven digits of a second, context and generated tokens.</summary>
internal sealed class AzureCsv : ITraceFormat
{
    private const long PicosecondsPerTick = 100_000;

    public string Name => "azure-csv";

    public string Looks => "CSV with TIMESTAMP, ContextTokens, GeneratedTokens";

    public bool Matches(TraceSample sample) => sample.HasColumns("TIMESTAMP", "ContextTokens", "GeneratedTokens");

    public RequestTrace Read(TraceText text, TraceBuilder builder)
    {
        var rows = new CsvRows(text, builder);
        int time = rows.Find("TIMESTAMP"), input = rows.Find("ContextTokens"), output = rows.Find("GeneratedTokens");
        while (rows.Next())
        {
            if (Time(rows, time) is { } arrival && rows.Tokens(input) is { } prompt && rows.Tokens(output) is { } generated)
                builder.Add(rows.Line, arrival, new TraceRequest(0, "", default, prompt, generated));
        }
        return builder.Finish(Name);
    }

    private static Int128? Time(CsvRows rows, int column)
    {
        const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTime.TryParse(rows.Text(column), CultureInfo.InvariantCulture, Universal, out DateTime time)) return (Int128)time.Ticks * PicosecondsPerTick;
        rows.Fault(column, "expected a time such as 2023-11-16 18:15:46.6805900");
        return null;
    }
}
