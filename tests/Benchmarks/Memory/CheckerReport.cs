using System.Globalization;
using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;
using Process = System.Diagnostics.Process;

namespace DeepStack.Sim.Benchmarks.Memory;

/// <summary>Checks every command that the schedulers issue on random traces of every shipped standard.</summary>
internal static class CheckerReport
{
    private const int RequestsOfATrace = 1_000_000;

    private static readonly Variant[] Variants =
    [
        new(SchedulerKind.Ramulator, null, RefreshMode.AllBanks),
        new(SchedulerKind.FrFcfsCap, new ControllerOptions { RowPolicy = RowPolicy.Adaptive }, RefreshMode.AllBanks),
        new(SchedulerKind.BankParallel, new ControllerOptions { RowPolicy = RowPolicy.Closed }, RefreshMode.PerBank),
    ];

    /// <summary>Writes a line for each standard and scheduler, as Markdown; every pair gets an equal share of the commands.</summary>
    public static void Write(TextWriter output, long commands)
    {
        IReadOnlyList<string> presets = Presets.PresetLibrary.NamesOf("dram");
        output.WriteLine("| standard | scheduler | rows | refresh | commands | traces | violations | CPU ns a command |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
        long checkedInAll = 0, violations = 0;
        TimeSpan start = Process.GetCurrentProcess().UserProcessorTime;
        foreach (string preset in presets)
        {
            foreach (Variant variant in Variants)
            {
                (long done, long found) = Check(output, preset, variant, commands / presets.Count / Variants.Length + 1);
                checkedInAll += done;
                violations += found;
            }
        }
        TimeSpan all = Process.GetCurrentProcess().UserProcessorTime - start;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{checkedInAll} commands, {violations} violations, {all.TotalSeconds:F0} CPU s"));
        MeasureAlone(output);
    }

    /// <summary>What the checker alone costs: a kept log, replayed.</summary>
    private static void MeasureAlone(TextWriter output)
    {
        foreach (string preset in new[] { "ddr4-3200", "hbm3" })
        {
            DramSpec spec = DramSpecReader.Open(preset);
            var log = new CommandLog();
            Schedulers.Build(SchedulerKind.Ramulator, spec, log).Run(RandomTrace.Of(spec, RequestsOfATrace, 1));
            var checker = new CommandChecker(spec);
            TimeSpan before = Process.GetCurrentProcess().UserProcessorTime;
            foreach (IssuedCommand command in log.Commands) checker.Check(command);
            double seconds = (Process.GetCurrentProcess().UserProcessorTime - before).TotalSeconds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"checker alone, {preset}: {seconds / checker.Checked * 1e9:F0} CPU ns a command"));
        }
    }

    private static (long Checked, long Violations) Check(TextWriter output, string preset, Variant variant, long commands)
    {
        DramSpec spec = DramSpecReader.Open(preset);
        RefreshMode mode = spec.Timings.Has("tRFCpb") ? variant.Refresh : RefreshMode.AllBanks;
        spec = spec with { Refresh = spec.Refresh! with { Mode = mode } };
        long done = 0, violations = 0;
        int traces = 0;
        TimeSpan before = Process.GetCurrentProcess().UserProcessorTime;
        for (; done < commands; traces++)
        {
            var checker = new CommandChecker(spec);
            var log = new CommandLog(command => checker.Check(command));
            // Some traces jump at every other request, some seldom; some only write, some write one time in two to four.
            MemoryTrace trace = RandomTrace.Of(spec, RequestsOfATrace, (ulong)traces, jumpEvery: 2 + traces % 7, writeEvery: 1 + traces * 3 % 4);
            Schedulers.Build(variant.Kind, spec, log, options: variant.Options).Run(trace);
            done += checker.Checked;
            violations += checker.Violations.Count;
        }
        double seconds = (Process.GetCurrentProcess().UserProcessorTime - before).TotalSeconds;
        string rows = PolicyNames.OfRows[(int)(variant.Options?.RowPolicy ?? RowPolicy.Open)];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {preset} | {Schedulers.Names[(int)variant.Kind]} | {rows} | {PolicyNames.OfRefresh[(int)mode]} | {done} | {traces} | {violations} | {seconds / done * 1e9:F0} |"));
        return (done, violations);
    }

    /// <summary>One way to schedule.</summary>
    private sealed record Variant(SchedulerKind Kind, ControllerOptions? Options, RefreshMode Refresh);
}
