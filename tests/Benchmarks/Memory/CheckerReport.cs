using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;
using Process = System.Diagnostics.Process;

namespace DeepStack.Sim.Benchmarks.Memory;

/// <summary>Checks every command that the schedulers issue on random traces of every shipped standard, and those of every shipped stack.</summary>
internal static class CheckerReport
{
    private const int RequestsOfATrace = 1_000_000;

    private static readonly Variant[] Variants =
    [
        new(SchedulerKind.Ramulator, null, RefreshMode.AllBanks),
        new(SchedulerKind.FrFcfsCap, new ControllerOptions { RowPolicy = RowPolicy.Adaptive }, RefreshMode.AllBanks),
        new(SchedulerKind.BankParallel, new ControllerOptions { RowPolicy = RowPolicy.Closed }, RefreshMode.PerBank),
    ];

    /// <summary>Writes a line for each standard and scheduler and for each stack, as Markdown; channels get half of the commands, stacks the other.</summary>
    public static void Write(TextWriter output, long commands)
    {
        IReadOnlyList<string> channels = Presets.PresetLibrary.NamesOf("dram"), stacks = Presets.PresetLibrary.NamesOf("dram-stacks");
        output.WriteLine("| standard or stack | scheduler | rows | refresh | commands | traces | violations | CPU ns a command |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
        TimeSpan start = Process.GetCurrentProcess().UserProcessorTime;
        (long Commands, long Violations)[] done =
        [
            .. channels.SelectMany(preset => Variants.Select(variant => OnChannel(output, preset, variant, commands / 2 / channels.Count / Variants.Length + 1))),
            .. stacks.Select(preset => OnStack(output, preset, commands / 2 / stacks.Count + 1)),
        ];
        TimeSpan all = Process.GetCurrentProcess().UserProcessorTime - start;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{done.Sum(d => d.Commands)} commands, {done.Sum(d => d.Violations)} violations, {all.TotalSeconds:F0} CPU s"));
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

    private static (long Commands, long Violations) OnChannel(TextWriter output, string preset, Variant variant, long commands)
    {
        DramSpec spec = DramSpecReader.Open(preset);
        RefreshMode mode = spec.Timings.Has("tRFCpb") ? variant.Refresh : RefreshMode.AllBanks;
        spec = spec with { Refresh = spec.Refresh! with { Mode = mode } };
        RowPolicy rows = variant.Options?.RowPolicy ?? RowPolicy.Open;
        return Check(output, $"| {preset} | {Schedulers.Names[(int)variant.Kind]} | {PolicyNames.OfRows[(int)rows]} | {PolicyNames.OfRefresh[(int)mode]}", commands, number =>
        {
            var checker = new CommandChecker(spec);
            // Some traces jump at every other request, some seldom; some only write, some write one time in two to four.
            MemoryTrace trace = RandomTrace.Of(spec, RequestsOfATrace, (ulong)number, jumpEvery: 2 + number % 7, writeEvery: 1 + number * 3 % 4);
            Schedulers.Build(variant.Kind, spec, new CommandLog(command => checker.Check(command)), options: variant.Options).Run(trace);
            return checker;
        });
    }

    private static (long Commands, long Violations) OnStack(TextWriter output, string preset, long commands)
    {
        DramStackSpec spec = DramStackSpec.FromPreset(preset);
        ChannelRules rules = StackRules.Of(spec);
        return Check(output, $"| {preset} | row runs | {PolicyNames.OfRows[(int)spec.RowPolicy]} | {PolicyNames.OfRefresh[(int)spec.Refresh]}", commands, number =>
        {
            var checker = new CommandChecker(rules, isBusChecked: false);
            Bytes size = spec.Access * (1L << number % 8);
            MemoryTrace trace = RandomTrace.Of(spec.Capacity, size, RequestsOfATrace, (ulong)number, jumpEvery: 1 + number % 5, writeEvery: 1 + number * 3 % 4);
            new StackReplay(spec, trace, size.Count, log: new CommandLog(command => checker.Check(command))).Run();
            return checker;
        });
    }

    private static (long Commands, long Violations) Check(TextWriter output, string title, long commands, Func<int, CommandChecker> run)
    {
        long done = 0, violations = 0;
        int traces = 0;
        TimeSpan before = Process.GetCurrentProcess().UserProcessorTime;
        for (; done < commands; traces++)
        {
            CommandChecker checker = run(traces);
            done += checker.Checked;
            violations += checker.Violations.Count;
        }
        double seconds = (Process.GetCurrentProcess().UserProcessorTime - before).TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title} | {done} | {traces} | {violations} | {seconds / done * 1e9:F0} |"));
        return (done, violations);
    }

    /// <summary>One way to schedule.</summary>
    private sealed record Variant(SchedulerKind Kind, ControllerOptions? Options, RefreshMode Refresh);
}
