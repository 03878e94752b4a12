using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Generators;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>ServeGen client windows: rate, gap variation and length percentiles of each client and window; requests are drawn from them.</summary>
internal sealed class ServeGenCsv : ITraceFormat
{
    private const int MostUnbounded = 2_000_000;
    private const double MostVariation = 1000;
    private const double LatestStart = 9_000_000;

    private static readonly string[] Numbers = ["window_start_s", "mean_rate_rps", "in_mean", "in_p50", "in_p90", "in_p99", "out_mean", "out_p50", "out_p90", "out_p99"];

    public string Name => "servegen-csv";

    public string Looks => "CSV with client, window_start_s, mean_rate_rps, mean_gap_cv and length percentiles (ServeGen); requests are drawn";

    public bool Matches(TraceSample sample) => sample.HasColumns("client", "window_start_s", "mean_rate_rps");

    public RequestTrace Read(TraceText text, TraceBuilder builder)
    {
        var rows = new CsvRows(text, builder);
        int client = rows.Find("client"), variation = rows.Find("mean_gap_cv");
        int[] columns = [.. Numbers.Select(rows.Find)];
        int missing = variation < 0 ? 0 : Array.IndexOf(columns, -1);
        if (variation < 0 || missing >= 0) throw new TraceFormatException($"{builder.File}:1: the column {(variation < 0 ? "mean_gap_cv" : Numbers[missing])} is missing; client windows need it.");
        var windows = new List<ClientWindow>();
        double[] n = new double[columns.Length];
        while (rows.Next())
        {
            if (ReadNumbers(rows, columns, n) && WindowOf(rows, rows.Text(client), rows.Text(variation).Length == 0 ? 0 : rows.Number(variation, MostVariation), n) is { } window) windows.Add(window);
        }
        var population = new ClientPopulation(windows);
        TraceReadOptions options = builder.Options;
        if (options.Limit is null && options.Horizon is null && population.ExpectedRequests > MostUnbounded)
            throw new TraceFormatException(FormattableString.Invariant($"{builder.File}: these windows stand for about {population.ExpectedRequests:0} requests; take a part with --seconds or --limit."));
        population.Draw(builder, options.Seed);
        return builder.Finish(Name);
    }

    private static bool ReadNumbers(CsvRows rows, int[] columns, double[] numbers)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            if (rows.Number(columns[i], i == 0 ? LatestStart : 1e8) is not { } number) return false;
            numbers[i] = number;
        }
        return true;
    }

    private static ClientWindow? WindowOf(CsvRows rows, string client, double? variation, double[] n) => variation is { } cv
        ? new ClientWindow(client, Duration.FromSeconds(n[0]), n[1], cv, PercentileLength.Near(n[2], n[3], n[4], n[5]), PercentileLength.Near(n[6], n[7], n[8], n[9])) { Line = rows.Line }
        : null;
}
