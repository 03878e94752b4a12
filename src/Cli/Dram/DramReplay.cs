using System.Diagnostics;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Dram;

/// <summary>Replays a trace on a channel or a stack, whichever the preset describes.</summary>
internal static class DramReplay
{
    private const string DefaultScheduler = "frfcfs";

    /// <summary>Commands that are kept at most, for a file of a few gigabytes.</summary>
    private const long MostCommandsKept = 50_000_000;

    public static DramOutcome Of(DramRequest request) => IsStack(request.Dram) ? OnStack(request) : OnChannel(request);

    /// <summary>Stacks have layers; a name may be that of a shipped channel or stack, or of a file.</summary>
    private static bool IsStack(string name)
    {
        IReadOnlyList<string> channels = PresetLibrary.NamesOf("dram"), stacks = PresetLibrary.NamesOf("dram-stacks");
        if (name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
            return PresetLibrary.Open("dram-stacks", name).Root.Has("layers");
        if (stacks.Contains(name)) return true;
        if (channels.Contains(name)) return false;
        throw new PresetException($"There is no DRAM \"{name}\".{Spelling.DidYouMean(name, [.. channels, .. stacks])} Channels: {string.Join(", ", channels)}; stacks: {string.Join(", ", stacks)}; or give the path of a .yaml file.");
    }

    private static DramOutcome OnChannel(DramRequest request)
    {
        if (request.Size is not null) throw new PresetException("--size is for stacks; a request to a channel moves one access.");
        string scheduler = request.Scheduler ?? DefaultScheduler;
        SchedulerKind kind = Schedulers.Find(scheduler);
        if (request.HitCap is not null && kind != SchedulerKind.FrFcfsCap) throw new PresetException("--hit-cap is for --scheduler frfcfs-cap; the others have no cap.");
        CheckTimeout(request, request.Options()?.RowPolicy ?? RowPolicy.Open);
        DramSpec spec = Refreshed(DramSpecReader.Open(request.Dram), request);
        MemoryTrace trace = TraceReader.Read(request.Trace, spec.Organisation.Capacity);
        CommandChecker? checker = request.IsChecked ? new CommandChecker(spec, isBusChecked: kind != SchedulerKind.DramSim3) : null;
        CommandLog? log = LogFor(request, checker);
        ChannelController controller = Schedulers.Build(kind, spec, log, options: request.Options());
        double seconds = Timed(() => controller.Run(trace));
        CheckKept(log, checker);
        return new DramOutcome(DramSummary.Of(scheduler, spec, controller.Statistics), controller.Statistics, spec, log, checker, trace.Count / seconds);
    }

    private static DramSpec Refreshed(DramSpec spec, DramRequest request)
    {
        if (spec.Refresh is { } shipped && request.Degrees is { } degrees) spec = spec with { Refresh = shipped.At(degrees) };
        if (request.Refresh is null) return spec;
        RefreshMode mode = PolicyNames.FindRefresh(request.Refresh);
        if (mode == RefreshMode.None) return spec with { Refresh = null };
        if (mode == RefreshMode.Staggered) throw new PresetException("--refresh staggered goes over the layers of a stack; a channel is refreshed all-banks, per-bank or none.");
        if (mode == RefreshMode.PerBank && !spec.Timings.Has("tRFCpb"))
            throw new PresetException($"{spec.Name} gives no tRFCpb, so its banks cannot be refreshed one at a time; use --refresh all-banks, or a file with that timing and the rules of REFpb.");
        return spec with { Refresh = (spec.Refresh ?? throw new PresetException($"{spec.Name} says nothing about refresh; add the section refresh to its file.")) with { Mode = mode } };
    }

    private static DramOutcome OnStack(DramRequest request)
    {
        if (request.Scheduler is not null || request.WriteDrain is not null || request.HitCap is not null)
            throw new PresetException("--scheduler, --write-drain and --hit-cap are for channels; a stack serves runs of a row, open rows first.");
        DramStackSpec spec = Chosen(DramStackSpec.FromPreset(request.Dram), request);
        Bytes size = request.Size is null ? spec.Access : Bytes.TryParse(request.Size, null, out Bytes bytes) && bytes.Count > 0 ? bytes
            : throw new PresetException($"--size \"{request.Size}\" is no size; write it like 2KiB.");
        MemoryTrace trace = TraceReader.Read(request.Trace, spec.Capacity, size.Count);
        long accesses = (size.Count + spec.Access.Count - 1) / spec.Access.Count * trace.Count;
        if (request.KeepsCommands && accesses > MostCommandsKept)
            throw new PresetException($"{trace.Count} requests of {size} are {accesses} column commands; --commands and --timeline write at most {MostCommandsKept}. Give a smaller --size or fewer requests.");
        ChannelRules rules = StackRules.Of(spec);
        CommandChecker? checker = request.IsChecked ? new CommandChecker(rules, isBusChecked: false) : null;
        CommandLog? log = LogFor(request, checker);
        int divisor = request.Degrees is { } degrees ? spec.RefreshDivisorAt(degrees) : 1;
        var replay = new StackReplay(spec, trace, size.Count, request.Queue ?? new ControllerOptions().BufferSize, divisor, log);
        ChannelStatistics? statistics = null;
        double seconds = Timed(() => statistics = replay.Run());
        CheckKept(log, checker);
        return new DramOutcome(DramSummary.Of(spec, size, replay, statistics!), statistics!, rules, log, checker, trace.Count / seconds);
    }

    private static DramStackSpec Chosen(DramStackSpec spec, DramRequest request)
    {
        if (request.Queue is < 1) throw new PresetException($"A queue of {request.Queue} requests holds none; give 1 or more.");
        if (request.RowPolicy is not null) spec = spec with { RowPolicy = PolicyNames.FindRows(request.RowPolicy) };
        if (request.RowTimeout is < 0) throw new PresetException($"A row timeout of {request.RowTimeout} clocks has passed before it begins; give 0 or more.");
        if (request.RowTimeout is { } timeout) spec = spec with { RowTimeout = timeout };
        CheckTimeout(request, spec.RowPolicy);
        return request.Refresh is null ? spec : spec with { Refresh = PolicyNames.FindRefresh(request.Refresh) };
    }

    private static void CheckTimeout(DramRequest request, RowPolicy policy)
    {
        if (request.RowTimeout is not null && policy != RowPolicy.Timeout) throw new PresetException("--row-timeout is for --row-policy timeout; the other policies keep no time.");
    }

    private static CommandLog? LogFor(DramRequest request, CommandChecker? checker) =>
        request.KeepsCommands ? new CommandLog() : checker is null ? null : new CommandLog(command => checker.Check(command));

    private static void CheckKept(CommandLog? log, CommandChecker? checker)
    {
        if (checker is null || log is null) return;
        foreach (IssuedCommand command in log.Commands) checker.Check(command);
    }

    private static double Timed(Action run)
    {
        TimeSpan before = Process.GetCurrentProcess().UserProcessorTime;
        run();
        return Math.Max((Process.GetCurrentProcess().UserProcessorTime - before).TotalSeconds, 1e-3);
    }
}
