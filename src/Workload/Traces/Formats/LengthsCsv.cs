using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>Lengths without arrivals; these are drawn before a replay.</summary>
internal sealed class LengthsCsv : ITraceFormat
{
    public string Name => "lengths-csv";

    public string Looks => "CSV with input_tokens, output_tokens and no times";

    public bool Matches(TraceSample sample) => sample.HasColumns("input_tokens", "output_tokens");

    public RequestTrace Read(TraceText text, TraceBuilder builder)
    {
        var rows = new CsvRows(text, builder);
        int input = rows.Find("input_tokens"), output = rows.Find("output_tokens");
        while (rows.Next())
        {
            if (rows.Tokens(input) is { } prompt && rows.Tokens(output) is { } generated)
                builder.Add(rows.Line, 0, new TraceRequest(0, "", default, prompt, generated));
        }
        return builder.Finish(Name, hasArrivals: false);
    }
}
