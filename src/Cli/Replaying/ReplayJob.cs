using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Timelines;
using DeepStack.Sim.Studies.Repetition;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Cli.Replaying;

/// <summary>Carries a replay out: reads, runs, writes, reports.</summary>
internal static class ReplayJob
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(ReplayRequest request)
    {
        if (request.Seeds is < 1 or > SeedStudy.MostSeeds) throw new PresetException($"--seeds is {request.Seeds}; expected 1 to {SeedStudy.MostSeeds}.");
        if (request is { IsBrief: true, Window: not null }) throw new PresetException("--window says what timeline and timing trace hold, and --brief writes neither. Leave one of them out.");
        using var interrupt = new Interruption();
        PreparedRun prepared = PreparedRun.From(ReadScenario(request));
        if (request.Window is not null) ObservedWindow.RequireOneSimulation(prepared);
        EventForecast.Print(prepared, interrupt.Token);
        string output = request.Output ?? Path.Combine("runs", SampleTraces.StemOf(prepared.Scenario.Trace));
        using RunFolder folder = RunFolder.Create(output);
        using var results = new ResultSet(folder, FilesOf(request, prepared));
        using var progress = new ProgressDisplay(prepared.Trace.Requests.Count);
        var services = new RunServices
        {
            MemoFolder = MemoFolder(request.Memo),
            Warn = Console.Error.WriteLine,
            Progress = progress.Report,
            Window = request.Window,
            Cancellation = interrupt.Token,
        };
        var run = new SimulationRun(prepared, services);
        run.Execute(results.Recorder);
        results.Complete();
        IReadOnlyList<SeedInterval>? seeds = request.Seeds > 1 ? SeedStudy.Run(prepared.Scenario, results.Metrics, request.Seeds, services with { Progress = (_, _) => { }, Window = null }) : null;
        if (seeds is not null) SeedsOutput.Write(folder, seeds);
        WritePerformance(folder, run);
        folder.Commit();
        progress.Dispose();
        Tell(request, prepared, results, run, folder.Target);
        if (seeds is not null && !request.PrintsSummary) Console.Out.WriteLine(SeedsOutput.TextOf(seeds));
        if (!run.Tripped) return ExitCodes.Done;
        Console.Error.WriteLine($"{folder.Target}: a device shut down, hotter than {prepared.Scenario.Heat.Trip}; the run ended there. Cool better, cap the power, or let the clock follow heat.");
        return ExitCodes.CheckFailed;
    }

    private static ResultOptions FilesOf(ReplayRequest request, PreparedRun prepared) => request.IsBrief
        ? new ResultOptions { TimingTrace = false, Steps = false, Operators = false, Timeline = false, Report = false }
        : new ResultOptions { TimelineOptions = new TimelineOptions { Window = prepared.Scenario.TimelineWindow ?? MiddleOf(prepared.Trace) } };

    internal static Scenario ReadScenario(ReplayRequest request)
    {
        bool isSample = request is { Trace: null, ScenarioFile: null } && request.Overrides.All(o => o.Path != "trace");
        var overrides = new List<PresetOverride>();
        if (isSample) overrides.Add(new PresetOverride("trace", SampleRun.Trace));
        if (request.Trace is not null) overrides.Add(new PresetOverride("trace", request.Trace));
        overrides.AddRange(request.Overrides);
        if (request.ScenarioFile is null)
        {
            string given = isSample ? SampleRun.Scenario : overrides.Exists(NamesMachine) ? "{}" : SampleRun.Machine;
            return ScenarioFile.Read(PresetDocument.Parse("scenario", given, overrides));
        }
        if (!File.Exists(request.ScenarioFile)) throw new PresetException($"There is no scenario file \"{request.ScenarioFile}\".");
        return ScenarioFile.Read(PresetDocument.Parse(request.ScenarioFile, File.ReadAllText(request.ScenarioFile), overrides));
    }

    private static bool NamesMachine(PresetOverride setting) => setting.Path.Split('.')[0] is "platform" or "model" or "plan" or "pools";

    /// <summary>What the timeline shows in full where nobody said: a quarter of a second halfway through the arrivals, when batches are alive.</summary>
    private static TimeWindow MiddleOf(RequestTrace trace)
    {
        SimTime middle = trace.Requests.Count == 0 ? SimTime.Zero : SimTime.FromPicoseconds(trace.Requests[^1].Arrival.Picoseconds / 2);
        return new TimeWindow(middle, middle + Duration.FromNanoseconds(250_000_000));
    }

    internal static string? MemoFolder(string? asked) => asked switch
    {
        "off" => null,
        null => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "deepstack", "memo"),
        _ => asked,
    };

    /// <summary>How fast the run was, and on which event kernel; the one file that differs between equal runs.</summary>
    private static void WritePerformance(RunFolder folder, SimulationRun run)
    {
        using Process process = Process.GetCurrentProcess();
        using FileStream stream = folder.CreateFile("perf.json");
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("kernel", Core.Events.KernelChoice.Name);
        json.WriteNumber("cpu_s", process.TotalProcessorTime.TotalSeconds);
        json.WriteNumber("peak_memory_bytes", process.PeakWorkingSet64);
        json.WriteNumber("kernel_events", run.Events);
        json.WriteNumber("simulated_parts", run.SimulatedParts);
        json.WriteEndObject();
    }

    private static void Tell(ReplayRequest request, PreparedRun prepared, ResultSet results, SimulationRun run, string target)
    {
        using Process process = Process.GetCurrentProcess();
        if (request.PrintsSummary) Console.Out.Write(File.ReadAllText(Path.Combine(target, ResultFiles.Summary)));
        else Console.Out.WriteLine(Headline.Of(prepared, results.Metrics));
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target}: {process.TotalProcessorTime.TotalSeconds:F1} s of CPU, {run.Events:N0} kernel events, {run.SimulatedParts} parts simulated"));
    }
}
