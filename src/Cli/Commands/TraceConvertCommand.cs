using System.CommandLine;
using DeepStack.Sim.Workload.Generators;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack trace convert IN OUT</c>: reads a trace of any format, cuts or fits it, and writes it in ours.</summary>
internal static class TraceConvertCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("in") { Description = "The trace to read" };
        var to = new Argument<string>("out") { Description = "The file to write: .csv (times and lengths) or .jsonl (also block hashes and sessions), with .gz compressed" };
        var maxTokens = new Option<int?>("--max-tokens") { Description = "The most tokens of a request, prompt and output together; --overlong says what happens to longer ones" };
        var arrivals = new Option<string?>("--arrivals") { Description = "Draw new arrivals: constant, poisson, gamma:CV or bursty:ON,OFF" };
        var rate = new Option<double?>("--rate") { Description = "Requests per second of the new arrivals" };
        var seed = new Option<ulong>("--seed") { Description = "Seeds what is drawn", DefaultValueFactory = _ => 1 };
        var spread = new Option<bool>("--spread") { Description = "Spread requests of one instant evenly until the next, for traces whose times were rounded" };
        var block = new Option<int?>("--block") { Description = "Cut hashed blocks into blocks of N tokens, such as 512 into 16", HelpName = "N" };
        var options = new TraceOptions();
        var command = new Command("convert", "Reads a trace of any known format and writes it as CSV or JSON lines." +
            "\n\nExamples:\n  deepstack trace convert traces/conversation.csv.gz first.csv --limit 100\n  deepstack trace convert traces/prefixes.jsonl.gz short.jsonl --max-tokens 8192 --overlong clip")
        { from, to, maxTokens, spread, block, arrivals, rate, seed };
        options.AddTo(command, fits: true);
        command.SetAction(parse =>
        {
            RequestTrace trace = options.Read(parse, parse.GetValue(from)!, parse.GetValue(seed));
            if (parse.GetValue(maxTokens) is { } most) trace = options.Fit(parse, trace, most);
            if ((parse.GetValue(arrivals) is null) != (parse.GetValue(rate) is null)) throw new TraceFormatException("New arrivals need both --arrivals and --rate.");
            if (parse.GetValue(arrivals) is { } law) trace = TraceGenerator.WithArrivals(trace, WorkloadText.ParseArrivals(law, parse.GetValue(rate)!.Value), parse.GetValue(seed));
            if (parse.GetValue(spread)) trace = trace.Spread();
            if (parse.GetValue(block) is { } tokens) trace = trace.WithBlocksOf(tokens);
            TraceWriter.Write(trace, parse.GetValue(to)!);
            foreach (LeftOut left in trace.LeftOut) Console.Error.WriteLine($"left out: {left.Count} ({left.Reason})");
            Console.Error.WriteLine($"{trace.Requests.Count} requests written to {parse.GetValue(to)}");
        });
        return command;
    }
}
