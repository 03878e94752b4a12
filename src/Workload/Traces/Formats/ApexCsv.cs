using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>APEX workloads: seconds after the start, input and output tokens.</summary>
internal sealed class ApexCsv : ITraceFormat
{
    public string Name => "apex-csv";

    public string Looks => "CSV with offset_s, input_tokens, output_tokens";

    public bool Matches(TraceSample sample) => sample.HasColumns("offset_s", "input_tokens", "output_tokens");

    public RequestTrace Read(TraceText text, TraceBuilder builder)
    {
        var rows = new CsvRows(text, builder);
        int time = rows.Find("offset_s"), input = rows.Find("input_tokens"), output = rows.Find("output_tokens");
        while (rows.Next())
        {
            if (rows.Seconds(time) is { } arrival && rows.Tokens(input) is { } prompt && rows.Tokens(output) is { } generated)
                builder.Add(rows.Line, arrival, new TraceRequest(0, "", default, prompt, generated));
        }
        return builder.Finish(Name);
    }
}
