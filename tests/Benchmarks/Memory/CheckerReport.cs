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

    /// <summary>Writes a line for each standard and scheduler, as Markdown; every pair gets an equal share of the commands.</summary>
    public static void Write(TextWriter output, long commands)
    {
        (string Preset, SchedulerKind Kind)[] pairs = [.. Pairs()];
        output.WriteLine("| standard | scheduler | commands | traces | violations | CPU ns a command |\n| --- | --- | --- | --- | --- | --- |");
        long checkedInAll = 0, violations = 0;
        TimeSpan start = Process.GetCurrentProcess().UserProcessorTime;
        foreach ((string preset, SchedulerKind kind) in pairs)
        {
            (long done, long found) = Check(output, preset, kind, commands / pairs.Length);
            checkedInAll += done;
            violations += found;
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

    private static (long Checked, long Violations) Check(TextWriter output, string preset, SchedulerKind kind, long commands)
    {
        DramSpec spec = DramSpecReader.Open(preset);
        long done = 0, violations = 0;
        int traces = 0;
        TimeSpan before = Process.GetCurrentProcess().UserProcessorTime;
        for (; done < commands; traces++)
        {
            var checker = new CommandChecker(spec);
            var log = new CommandLog(command => checker.Check(command));
            // Some traces mostly stream, some mostly jump; some mostly read, some mostly write.
            Schedulers.Build(kind, spec, log).Run(RandomTrace.Of(spec, RequestsOfATrace, (ulong)traces, 2 + traces % 7, 1 + traces % 4));
            done += checker.Checked;
            violations += checker.Violations.Count;
        }
        double seconds = (Process.GetCurrentProcess().UserProcessorTime - before).TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {preset} | {Schedulers.Names[(int)kind]} | {done} | {traces} | {violations} | {seconds / done * 1e9:F0} |"));
        return (done, violations);
    }

    private static IEnumerable<(string Preset, SchedulerKind Kind)> Pairs() =>
        from preset in Presets.PresetLibrary.NamesOf("dram").Order(StringComparer.Ordinal)
        from kind in new[] { SchedulerKind.Ramulator, SchedulerKind.FrFcfsCap }
        where kind == SchedulerKind.Ramulator || !DramSpecReader.Open(preset).Bus.ActivatesTwice
        select (preset, kind);
}
