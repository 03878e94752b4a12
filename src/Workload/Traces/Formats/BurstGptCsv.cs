using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>BurstGPT: seconds, model, request and response tokens; newer files add session ids. Columns are found by name, since releases differ.</summary>
/// <remarks>Requests without response tokens failed; they are left out and counted.</remarks>
internal sealed class BurstGptCsv : ITraceFormat
{
    public string Name => "burstgpt-csv";

    public string Looks => "CSV with Timestamp, Model, Request tokens, Response tokens (BurstGPT)";

    public bool Matches(TraceSample sample) => sample.HasColumns("Timestamp", "Request tokens", "Response tokens");

    public RequestTrace Read(TraceText text, TraceBuilder builder)
    {
        var rows = new CsvRows(text, builder);
        int time = rows.Find("Timestamp"), input = rows.Find("Request tokens"), output = rows.Find("Response tokens");
        int session = rows.Find("Session ID"), model = rows.Find("Model");
        while (rows.Next())
        {
            if (rows.Seconds(time) is not { } arrival || rows.Tokens(output, min: 0) is not { } generated) continue;
            if (generated == 0) builder.LeaveOut("failed request");
            else if (rows.Tokens(input) is { } prompt)
                builder.Add(rows.Line, arrival, new TraceRequest(0, "", default, prompt, generated) { Session = TextOrNull(rows, session), Tenant = TextOrNull(rows, model) });
        }
        return builder.Finish(Name);
    }

    private static string? TextOrNull(CsvRows rows, int column) => column >= 0 && rows.Text(column).Length > 0 ? rows.Text(column) : null;
}
