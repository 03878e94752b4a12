using System.CommandLine;
using System.Text;
using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Studies.Calibration;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack calibrate --platform P</c>: fits the closed form to event fidelity and writes an overlay.</summary>
internal static class CalibrateCommand
{
    private const string Description = """
        Runs small programs at event fidelity, fits the physical parameters of the closed form to them and to the traces given, and
        writes an overlay for --calibration of estimate and replay, with a report beside it. Presets are never changed.

        Examples:
          deepstack calibrate --platform stack3d-8
          deepstack calibrate --platform h100-8 --from runs/code/timing-trace.pb --out h100-8.calibration.yaml
        """;

    public static Command Create()
    {
        var platform = new Option<string>("--platform") { Description = "The machine: a preset's name or a path", Required = true };
        var from = new Option<string[]>("--from") { Description = "Timing traces of runs on that machine", AllowMultipleArgumentsPerToken = true };
        var noBenchmarks = new Option<bool>("--no-benchmarks") { Description = "Use the traces alone" };
        var seed = new Option<ulong>("--seed") { Description = "Fixes the sizes of the small programs", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--out") { Description = "The overlay; PLATFORM.calibration.yaml without it. The report goes to the same name with .md" };
        var command = new Command("calibrate", Description) { platform, from, noBenchmarks, seed, output, CalibratePointsCommand.Create() };
        command.SetAction(parse => Run(
            parse.GetValue(platform)!,
            parse.GetValue(from) ?? [],
            parse.GetValue(noBenchmarks) ? null : parse.GetValue(seed),
            parse.GetValue(output)));
        return command;
    }

    private static int Run(string platformName, string[] traces, ulong? benchmarkSeed, string? output)
    {
        PlatformSpec platform = PlatformPreset.Open(platformName);
        List<CalibrationPoint> points = [.. traces.SelectMany(trace => TracePoints.Read(trace, platform))];
        if (benchmarkSeed is { } seed) points.AddRange(new Microbenchmarks(platform, seed).Run());
        if (points.Count == 0) throw new PresetException("There is nothing to calibrate on: give traces with --from, or leave out --no-benchmarks.");

        CalibrationResult result = CalibrationResult.Of(platform, points);
        string source = $"deepstack calibrate, version {ProductVersion.Number}: {points.Count} points at event fidelity{(benchmarkSeed is { } s ? $", benchmarks of seed {s}" : "")}{string.Concat(traces.Select(t => $", {Path.GetFileName(t)}"))}";
        string overlay = output ?? $"{Path.GetFileNameWithoutExtension(platform.Name)}.calibration.yaml";
        string report = CalibrationReport.Write(result, AssumedNumbers.Rank(platform), source);
        Write(Path.ChangeExtension(overlay, ".md"), report);
        Write(overlay, CalibrationFile.Write(result, source));
        EngineCalibration.Open(overlay, platform);
        Console.WriteLine(report);
        Console.Error.WriteLine($"Wrote {overlay} and {Path.ChangeExtension(overlay, ".md")}.");
        return ExitCodes.Done;
    }

    private static void Write(string file, string text) => WholeFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
