using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Timelines;
using DeepStack.Sim.Results.TimingTraces;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack timing-trace info|export|timeline|merge</c>: works on the record of a run without running it again.</summary>
internal static class TimingTraceCommand
{
    public static Command Create() => new("timing-trace", """
        Works on the record of a run.

        Examples:
          deepstack timing-trace info runs/first
          deepstack timing-trace timeline runs/first --window 1.5s..1.6s --format perfetto --out first.perfetto
        """) { Info(), Export(), TimelineOf(), Merge() };

    private static Command Info()
    {
        Argument<string> trace = TraceArgument();
        var json = new Option<bool>("--json") { Description = "Write JSON" };
        var command = new Command("info", """
            Says what a timing trace holds and whether it is whole.

            Examples:
              deepstack timing-trace info runs/first
              deepstack timing-trace info runs/first/timing-trace.pb --json
            """) { trace, json };
        command.SetAction(parse => RunInfo(PathOf(parse.GetValue(trace)!), parse.GetValue(json)));
        return command;
    }

    private static Command Export()
    {
        Argument<string> trace = TraceArgument();
        var output = new Option<string>("--out") { Description = "Folder for the files", Required = true };
        Option<TimeWindow?> window = Window();
        var prometheus = new Option<bool>("--prometheus") { Description = $"Also write {ResultFiles.Prometheus}, the metrics in Prometheus' text format" };
        var benchmark = new Option<bool>("--vllm") { Description = $"Also write {ResultFiles.Benchmark}, in the form of vLLM's detailed benchmark result" };
        var command = new Command("export", """
            Makes all result files of a run again from its timing trace; the same files as the run wrote.

            Examples:
              deepstack timing-trace export runs/first --out again
              deepstack timing-trace export runs/first --out closer --window 10s..11s --vllm
            """) { trace, output, window, prometheus, benchmark };
        command.SetAction(parse => RunExport(PathOf(parse.GetValue(trace)!), parse.GetValue(output)!, new ResultOptions
        {
            TimingTrace = false,
            Prometheus = parse.GetValue(prometheus),
            Benchmark = parse.GetValue(benchmark),
            TimelineOptions = new TimelineOptions { Window = parse.GetValue(window) },
        }));
        return command;
    }

    private static Command TimelineOf()
    {
        Argument<string> trace = TraceArgument();
        var output = new Option<string>("--out") { Description = "The file to write", Required = true };
        var format = new Option<TimelineFormat>("--format") { Description = "chrome (JSON, exact to the picosecond) or perfetto (protobuf, whole nanoseconds)", DefaultValueFactory = _ => TimelineFormat.Chrome };
        Option<TimeWindow?> window = Window();
        var stretch = new Option<bool>("--stretch-picoseconds") { Description = "Show 1 ps as 1 ns, for commands of banks" };
        var limit = new Option<int>("--detail-limit") { Description = "Slices shown in full detail at most", DefaultValueFactory = _ => new TimelineOptions().DetailLimit };
        var command = new Command("timeline", """
            Makes a timeline of a run: full detail inside the window, aggregated outside.

            Examples:
              deepstack timing-trace timeline runs/first --window 1.5s..1.6s --out closer.json
              deepstack timing-trace timeline runs/first --format perfetto --stretch-picoseconds --out banks.perfetto
            """) { trace, output, format, window, stretch, limit };
        command.SetAction(parse => RunTimeline(
            PathOf(parse.GetValue(trace)!),
            parse.GetValue(output)!,
            parse.GetValue(format),
            new TimelineOptions { Window = parse.GetValue(window), StretchesPicoseconds = parse.GetValue(stretch), DetailLimit = parse.GetValue(limit) }));
        return command;
    }

    private static Command Merge()
    {
        var traces = new Argument<string[]>("traces") { Description = "Timing traces, or folders of runs", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "The file to write", Required = true };
        var command = new Command("merge", """
            Puts timing traces together whose replicas were simulated apart.

            Examples:
              deepstack timing-trace merge runs/a runs/b --out both.pb
              deepstack timing-trace merge part-*.pb --out whole.pb
            """) { traces, output };
        command.SetAction(parse => RunMerge([.. parse.GetValue(traces)!.Select(PathOf)], parse.GetValue(output)!));
        return command;
    }

    private static int RunInfo(string path, bool asJson)
    {
        var contents = new TraceContents();
        TraceReading reading = TimingTraceReader.Read(path, contents);
        long size = new FileInfo(path).Length;
        if (asJson)
        {
            Console.WriteLine(JsonText.Of(JsonOf(path, size, reading, contents)));
            return Tell(reading);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {path}: format {reading.Version}, {size:N0} bytes, {reading.Blocks:N0} blocks, {reading.Records:N0} records
            run        {contents.Header?.Model} on {contents.Header?.Platform}, {contents.Header?.Plan}, {contents.Header?.Trace}, {contents.Header?.Fidelity}, {contents.Header?.EngineProfile}
            ends at    {contents.Ending.At}{(contents.Ending.Complete ? "" : ", not complete")}
            requests   {contents.Requests:N0}
            steps      {contents.Steps:N0}
            operators  {contents.Operators:N0} ({contents.Executions:N0} with repetitions)
            counters   {contents.Counters:N0}
            spans      {contents.Spans:N0}{(contents.Header?.Window is { } window ? $", transactions and packets of {window}" : "")}
            energies   {contents.Energies:N0}
            heat maps  {contents.HeatMaps:N0}
            """));
        return Tell(reading);
    }

    private static JsonObject JsonOf(string path, long size, TraceReading reading, TraceContents contents) => new()
    {
        ["path"] = path,
        ["format_version"] = reading.Version,
        ["size_bytes"] = size,
        ["records"] = reading.Records,
        ["blocks"] = reading.Blocks,
        ["is_whole"] = reading.IsWhole,
        ["damage"] = reading.Damage,
        ["end_ps"] = contents.Ending.At.Picoseconds,
        ["complete"] = contents.Ending.Complete,
        ["run"] = contents.Header is { } h ? new JsonObject
        {
            ["program_version"] = h.ProgramVersion,
            ["seed"] = h.Seed,
            ["fidelity"] = h.Fidelity,
            ["engine_profile"] = h.EngineProfile,
            ["platform"] = h.Platform,
            ["model"] = h.Model,
            ["plan"] = h.Plan,
            ["trace"] = h.Trace,
            ["window"] = h.Window?.ToString(),
        } : null,
        ["names"] = contents.Names,
        ["tracks"] = contents.Tracks,
        ["steps"] = contents.Steps,
        ["operators"] = contents.Operators,
        ["executions"] = contents.Executions,
        ["requests"] = contents.Requests,
        ["counters"] = contents.Counters,
        ["spans"] = contents.Spans,
        ["energies"] = contents.Energies,
        ["heat_maps"] = contents.HeatMaps,
    };

    private static int RunExport(string path, string output, ResultOptions options)
    {
        using RunFolder folder = RunFolder.Create(output);
        using var results = new ResultSet(folder, options);
        TraceReading reading = TimingTraceReader.Read(path, results.Recorder);
        if (reading.Records == 0) throw new ResultFormatException($"{path}: the timing trace is cut before its first record; there is nothing to export.");
        results.Complete();
        folder.Commit();
        return Tell(reading);
    }

    private static int RunTimeline(string path, string output, TimelineFormat format, TimelineOptions options)
    {
        TraceReading? reading = null;
        WholeFile.Write(output, stream => reading = TimingTraceReader.Read(path, Timeline.To(stream, format, options)));
        return Tell(reading!);
    }

    private static int RunMerge(string[] paths, string output)
    {
        IReadOnlyList<TraceReading> readings = [];
        WholeFile.Write(output, stream =>
        {
            using var writer = new TimingTraceWriter(stream);
            readings = TimingTraceMerger.Merge(paths, writer);
        });
        return readings.Max(Tell);
    }

    /// <summary>Says on stderr where a trace is damaged; that is a check that failed.</summary>
    private static int Tell(TraceReading reading)
    {
        if (reading.IsWhole) return ExitCodes.Done;
        Console.Error.WriteLine(reading.Damage);
        return ExitCodes.CheckFailed;
    }

    private static Argument<string> TraceArgument() => new("trace") { Description = "A timing trace, or the folder of a run" };

    private static Option<TimeWindow?> Window() => WindowOption.Of("What to show in full detail, such as 1.5s..1.6s");

    private static string PathOf(string path) => Directory.Exists(path) ? Path.Combine(path, ResultFiles.TimingTrace) : path;
}
