using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack trace info TRACE</c>: what a trace asks for, in figures.</summary>
internal static class TraceInfoCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("trace") { Description = "The trace, plain or gzip; its format is told by the content" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var options = new TraceOptions();
        var command = new Command("info", "Prints the statistics of a trace: requests, rate, burstiness, lengths with percentiles, prefix sharing." +
            "\n\nExamples:\n  deepstack trace info traces/conversation.csv.gz\n  deepstack trace info traces/prefixes.jsonl.gz --limit 100 --json")
        { file, json };
        options.AddTo(command, fits: false);
        command.SetAction(parse =>
        {
            string path = parse.GetValue(file)!;
            BadRows onError = options.ReadOptions(parse).OnError;
            Console.Out.Write(ServerLog.IsLog(path)
                ? ServerLogText.Of(ServerLog.Read(path, onError), parse.GetValue(json))
                : Describe(options.Read(parse, path), parse.GetValue(json)));
        });
        return command;
    }

    private static string Describe(RequestTrace trace, bool json) => json ? JsonOf(trace) : TextOf(trace);

    /// <summary>The statistics as JSON; keys end in their unit.</summary>
    internal static string JsonOf(RequestTrace trace)
    {
        TraceStatistics s = TraceStatistics.Of(trace);
        return JsonText.Of(new JsonObject
        {
            ["trace"] = trace.Name,
            ["format"] = trace.Format,
            ["requests"] = s.Requests,
            ["span_s"] = s.Span?.Seconds,
            ["mean_rate_per_s"] = s.MeanRate,
            ["gap_cv"] = s.GapVariation,
            ["input_tokens"] = JsonOf(s.Input),
            ["output_tokens"] = JsonOf(s.Output),
            ["prefix_sharing"] = s.Prefixes is { } p ? new JsonObject { ["block_tokens"] = p.BlockTokens, ["blocks"] = p.Blocks, ["seen_blocks"] = p.SeenBlocks, ["seen_share"] = p.SeenShare } : null,
            ["sessions"] = s.Sessions,
            ["left_out"] = JsonText.List(trace.LeftOut, l => new JsonObject { ["reason"] = l.Reason, ["count"] = l.Count }),
        }) + "\n";
    }

    private static JsonObject JsonOf(LengthStatistics s) => new() { ["mean"] = s.Mean, ["p50"] = s.P50, ["p90"] = s.P90, ["p99"] = s.P99, ["max"] = s.Max };

    /// <summary>The statistics as a table.</summary>
    internal static string TextOf(RequestTrace trace)
    {
        TraceStatistics s = TraceStatistics.Of(trace);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{trace.Name} ({trace.Format})\n");
        text.Append(CultureInfo.InvariantCulture, $"requests        {s.Requests}\n");
        foreach (LeftOut left in trace.LeftOut) text.Append(CultureInfo.InvariantCulture, $"left out        {left.Count} ({left.Reason})\n");
        text.Append(s.Span is { } span ? string.Create(CultureInfo.InvariantCulture, $"span            {span.Seconds:0.0##} s\n") : "span            not told by this format\n");
        if (s.MeanRate is { } rate) text.Append(CultureInfo.InvariantCulture, $"mean rate       {rate:0.0000} /s\ngap CV          {s.GapVariation:0.00}\n");
        text.Append("tokens              mean      p50      p90      p99      max\n");
        text.Append(CultureInfo.InvariantCulture, $"  input     {Line(s.Input)}\n  output    {Line(s.Output)}\n");
        if (s.Prefixes is { } p) text.Append(CultureInfo.InvariantCulture, $"prefixes        {p.SeenShare:0.000} of {p.Blocks} blocks of {p.BlockTokens} tokens are an already seen prefix (infinite cache)\n");
        if (s.Sessions > 0) text.Append(CultureInfo.InvariantCulture, $"sessions        {s.Sessions}\n");
        return text.ToString();
    }

    private static string Line(LengthStatistics s) => string.Create(CultureInfo.InvariantCulture, $"{s.Mean,12:0.0} {s.P50,8:0.#} {s.P90,8:0.#} {s.P99,8:0.#} {s.Max,8}");
}
