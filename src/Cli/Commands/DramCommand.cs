using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DeepStack.Sim.Cli.Dram;
using DeepStack.Sim.Cli.Networks;
using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack dram TRACE --dram PRESET</c>: what one channel makes of a memory trace.</summary>
internal static class DramCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var trace = new Argument<string>("trace") { Description = "Requests, plain or .gz: \"cycle R|W hexadecimal-address\", or the notation of DRAMsim3 or Ramulator" };
        var dram = new Option<string>("--dram") { Description = "Standard: a preset such as ddr4-3200 or hbm3, or a .yaml file", Required = true };
        var scheduler = new Option<string>("--scheduler") { Description = $"Who chooses commands: {string.Join(", ", Schedulers.Names)}", DefaultValueFactory = _ => "frfcfs" };
        var output = new Option<string?>("--out") { Description = "Folder for summary.json and latency.csv" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var commands = new Option<string?>("--commands") { Description = "Write every command to this CSV file" };
        var timeline = new Option<string?>("--timeline") { Description = "Write every command to this file as Chrome Trace Event JSON" };
        var check = new Option<bool>("--check") { Description = "Check every command against the rules; exit code 1 if one is broken" };
        var command = new Command("dram", "Replays a memory trace on one DRAM channel: bandwidth, latencies, row hits, commands, energy." +
            "\n\nExamples:\n  deepstack dram requests.trace --dram ddr4-3200 --scheduler ramulator\n  deepstack dram requests.trace.gz --dram hbm3 --check --json")
        { trace, dram, scheduler, output, json, commands, timeline, check };
        command.Add(DramSweepCommand.Create());
        command.SetAction(parse => Run(new Request(
            parse.GetValue(trace)!,
            parse.GetValue(dram)!,
            parse.GetValue(scheduler)!,
            parse.GetValue(output),
            parse.GetValue(json),
            parse.GetValue(commands),
            parse.GetValue(timeline),
            parse.GetValue(check))));
        return command;
    }

    private static int Run(Request request)
    {
        SchedulerKind kind = Schedulers.Find(request.Scheduler);
        DramSpec spec = DramSpecReader.Open(request.Dram);
        MemoryTrace trace = TraceReader.Read(request.Trace, spec.Map);
        bool keeps = request.Commands is not null || request.Timeline is not null;
        var checker = new CommandChecker(spec, isBusChecked: kind != SchedulerKind.DramSim3);
        CommandLog? log = keeps ? new CommandLog() : request.IsChecked ? new CommandLog(c => checker.Check(c)) : null;
        ChannelController controller = Schedulers.Build(kind, spec, log);
        TimeSpan before = Process.GetCurrentProcess().UserProcessorTime;
        controller.Run(trace);
        double seconds = (Process.GetCurrentProcess().UserProcessorTime - before).TotalSeconds;
        if (keeps && request.IsChecked) foreach (IssuedCommand issued in log!.Commands) checker.Check(issued);
        DramSummary summary = DramSummary.Of(request.Scheduler, spec, controller.Statistics);
        Write(request, spec, controller.Statistics, summary, log);
        Console.WriteLine(request.IsJson ? JsonSerializer.Serialize(summary, Indented) : summary.ToText());
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trace.Count / Math.Max(seconds, 1e-3):F0} requests per CPU second"));
        return request.IsChecked ? Report(checker) : ExitCodes.Done;
    }

    private static int Report(CommandChecker checker)
    {
        foreach (Violation violation in checker.Violations.Take(20)) Console.Error.WriteLine(violation);
        Console.Error.WriteLine($"{checker.Checked} commands checked, {checker.Violations.Count} violations");
        return checker.Violations.Count == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
    }

    private static void Write(Request request, DramSpec spec, ChannelStatistics statistics, DramSummary summary, CommandLog? log)
    {
        if (request.Commands is not null) OutputFile.Write(request.Commands, DramCommandFiles.CsvOf(spec, log!.Commands));
        if (request.Timeline is not null) OutputFile.Write(request.Timeline, DramCommandFiles.TimelineOf(spec, log!.Commands));
        if (request.Output is null) return;
        Directory.CreateDirectory(request.Output);
        OutputFile.Write(Path.Combine(request.Output, "summary.json"), JsonSerializer.Serialize(summary, Indented));
        var latency = new StringBuilder("latency_ticks,reads\n");
        for (int ticks = 0; ticks <= statistics.ReadLatency.Largest; ticks++)
        {
            if (statistics.ReadLatency.CountOf(ticks) > 0) latency.Append(CultureInfo.InvariantCulture, $"{ticks},{statistics.ReadLatency.CountOf(ticks)}\n");
        }
        OutputFile.Write(Path.Combine(request.Output, "latency.csv"), latency.ToString());
    }

    private sealed record Request(string Trace, string Dram, string Scheduler, string? Output, bool IsJson, string? Commands, string? Timeline, bool IsChecked);
}
