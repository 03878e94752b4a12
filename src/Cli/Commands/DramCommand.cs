using System.CommandLine;
using System.Globalization;
using System.Text;
using DeepStack.Sim.Cli.Dram;
using DeepStack.Sim.Cli.Networks;
using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack dram TRACE --dram PRESET</c>: what a channel or a stack makes of a memory trace.</summary>
internal static class DramCommand
{
    public static Command Create()
    {
        var trace = new Argument<string>("trace") { Description = "Requests, plain or .gz: \"cycle R|W hexadecimal-address\", or the notation of DRAMsim3 or Ramulator" };
        var dram = new Option<string>("--dram") { Description = "Channel or stack: a preset such as ddr4-3200, hbm3 or tasa, or a .yaml file", Required = true };
        var scheduler = new Option<string?>("--scheduler") { Description = $"Who chooses the commands of a channel: {string.Join(", ", Schedulers.Names)} [default: frfcfs]" };
        var size = new Option<string?>("--size") { Description = "Bytes that a request to a stack moves [default: one access]" };
        var rowPolicy = new Option<string?>("--row-policy") { Description = $"What happens to idle open rows: {string.Join(", ", PolicyNames.OfRows)}" };
        var rowTimeout = new Option<long?>("--row-timeout") { Description = "Clocks without use after which policy timeout closes a row" };
        var refresh = new Option<string?>("--refresh") { Description = $"Which banks are refreshed together: {string.Join(", ", PolicyNames.OfRefresh)} (staggered over the layers of a stack)" };
        var temperature = new Option<string?>("--temperature") { Description = "Temperature of the DRAM, which fixes how often it is refreshed, such as 95C" };
        var queue = new Option<int?>("--queue") { Description = "Requests that each buffer of a channel holds [default: 64]" };
        var drain = new Option<string?>("--write-drain") { Description = "Waiting writes from which and down to which writes go first, such as 48:16" };
        var cap = new Option<int?>("--hit-cap") { Description = "Row hits after which scheduler frfcfs-cap serves an older conflict [default: 16]" };
        var output = new Option<string?>("--out") { Description = "Folder for summary.json and latency.csv" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var commands = new Option<string?>("--commands") { Description = "Write every command to this CSV file" };
        var timeline = new Option<string?>("--timeline") { Description = "Write every command to this file as Chrome Trace Event JSON" };
        var check = new Option<bool>("--check") { Description = "Check every command against the rules; exit code 1 if one is broken" };
        var command = new Command("dram", "Replays a memory trace on a DRAM channel or a 3D stack: bandwidth, latencies, row hits, commands, energy." +
            "\n\nExamples:\n  deepstack dram requests.trace --dram ddr4-3200 --scheduler ramulator\n  deepstack dram requests.trace.gz --dram tasa --size 2KiB --temperature 95C --check --json")
        { trace, dram, scheduler, size, rowPolicy, rowTimeout, refresh, temperature, queue, drain, cap, output, json, commands, timeline, check };
        command.Add(DramSweepCommand.Create());
        command.Add(DramGemvCommand.Create());
        command.SetAction(parse => Run(new DramRequest
        {
            Trace = parse.GetValue(trace)!,
            Dram = parse.GetValue(dram)!,
            Scheduler = parse.GetValue(scheduler),
            Size = parse.GetValue(size),
            RowPolicy = parse.GetValue(rowPolicy),
            RowTimeout = parse.GetValue(rowTimeout),
            Refresh = parse.GetValue(refresh),
            Temperature = parse.GetValue(temperature),
            Queue = parse.GetValue(queue),
            WriteDrain = parse.GetValue(drain),
            HitCap = parse.GetValue(cap),
            Output = parse.GetValue(output),
            IsJson = parse.GetValue(json),
            Commands = parse.GetValue(commands),
            Timeline = parse.GetValue(timeline),
            IsChecked = parse.GetValue(check),
        }));
        return command;
    }

    private static int Run(DramRequest request)
    {
        DramOutcome outcome = DramReplay.Of(request);
        Write(request, outcome);
        Console.WriteLine(request.IsJson ? outcome.Summary.ToJson() : outcome.Summary.ToText());
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome.RequestsPerSecond:F0} requests per CPU second"));
        return outcome.Checker is { } checker ? Report(checker) : ExitCodes.Done;
    }

    private static int Report(CommandChecker checker)
    {
        foreach (Violation violation in checker.Violations.Take(20)) Console.Error.WriteLine(violation);
        Console.Error.WriteLine($"{checker.Checked} commands checked, {checker.Violations.Count} violations");
        return checker.Violations.Count == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
    }

    private static void Write(DramRequest request, DramOutcome outcome)
    {
        if (request.Commands is not null) OutputFile.Write(request.Commands, DramCommandFiles.CsvOf(outcome.Rules, outcome.Log!));
        if (request.Timeline is not null) OutputFile.Write(request.Timeline, DramCommandFiles.TimelineOf(outcome.Rules, outcome.Log!));
        if (request.Output is null) return;
        Directory.CreateDirectory(request.Output);
        OutputFile.Write(Path.Combine(request.Output, "summary.json"), outcome.Summary.ToJson());
        LatencyHistogram reads = outcome.Statistics.ReadLatency;
        var latency = new StringBuilder("latency_ticks,reads\n");
        for (int ticks = 0; ticks <= reads.Largest; ticks++)
        {
            if (reads.CountOf(ticks) > 0) latency.Append(CultureInfo.InvariantCulture, $"{ticks},{reads.CountOf(ticks)}\n");
        }
        OutputFile.Write(Path.Combine(request.Output, "latency.csv"), latency.ToString());
    }
}
