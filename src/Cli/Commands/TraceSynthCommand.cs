using System.CommandLine;
using DeepStack.Sim.Workload.Generators;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack trace synth --out FILE</c>: makes a trace from laws of arrivals, lengths and prefix sharing.</summary>
internal static class TraceSynthCommand
{
    private static readonly Option<string> Arrivals = new("--arrivals") { Description = "constant, poisson, gamma:CV or bursty:ON,OFF", DefaultValueFactory = _ => "poisson" };
    private static readonly Option<double> Rate = new("--rate") { Description = "Requests per second", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Requests = new("--requests") { Description = "How many requests", DefaultValueFactory = _ => 1000 };
    private static readonly Option<string> Input = new("--input") { Description = "Prompt tokens: fixed:N, lognormal:MEDIAN,P90 or percentiles:MEAN,MIN,P50,P90,P99,MAX", DefaultValueFactory = _ => "lognormal:1000,4000" };
    private static readonly Option<string> Output = new("--output") { Description = "Output tokens, likewise", DefaultValueFactory = _ => "lognormal:120,420" };
    private static readonly Option<string?> Lengths = new("--lengths") { Description = "Draw prompt and output lengths as pairs from this trace instead" };
    private static readonly Option<double> Continue = new("--continue") { Description = "Probability that a prompt continues an earlier one; with --system, prompts get block hashes", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> System = new("--system") { Description = "Tokens that all prompts begin with", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> Block = new("--block") { Description = "Tokens of a block", DefaultValueFactory = _ => 16 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seeds what is drawn", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Out = new("--out") { Description = "The file to write: .csv or .jsonl, with .gz compressed", Required = true };

    public static Command Create()
    {
        var command = new Command("synth", "Makes a trace; the same settings and seed make the same bytes." +
            "\n\nExamples:\n  deepstack trace synth --arrivals gamma:2 --rate 4 --requests 100 --out mine.csv\n  deepstack trace synth --rate 2 --requests 100 --continue 0.5 --system 512 --seed 7 --out shared.jsonl.gz")
        { Arrivals, Rate, Requests, Input, Output, Lengths, Continue, System, Block, Seed, Out };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parse)
    {
        int requests = parse.GetValue(Requests);
        if (requests is < 1 or > 100_000_000) throw new TraceFormatException($"--requests is {requests}; expected 1 to 100000000.");
        LengthSource lengths = parse.GetValue(Lengths) is { } path
            ? new RecordedLengths(TraceReader.Read(path, new TraceReadOptions()))
            : new IndependentLengths(WorkloadText.ParseLengths(parse.GetValue(Input)!), WorkloadText.ParseLengths(parse.GetValue(Output)!));
        var generator = new TraceGenerator(WorkloadText.ParseArrivals(parse.GetValue(Arrivals)!, parse.GetValue(Rate)), lengths) { Prefixes = PrefixesOf(parse) };
        TraceWriter.Write(generator.Make("made", requests, parse.GetValue(Seed)), parse.GetValue(Out)!);
        Console.Error.WriteLine($"{requests} requests written to {parse.GetValue(Out)}");
    }

    private static PrefixReuse? PrefixesOf(ParseResult parse)
    {
        double share = parse.GetValue(Continue);
        int system = parse.GetValue(System), block = parse.GetValue(Block);
        if (share is not (>= 0 and <= 1)) throw new TraceFormatException("--continue expects a probability from 0 to 1.");
        if (system < 0 || block is < 1 or > 4096) throw new TraceFormatException("--system expects tokens from 0, --block tokens from 1 to 4096.");
        return share > 0 || system > 0 ? new PrefixReuse(block, system, share) : null;
    }
}
