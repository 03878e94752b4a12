using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Costs;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Cli.Dram;

/// <summary>What <c>deepstack dram</c> prints; times in nanoseconds, energy in picojoules.</summary>
internal sealed record DramSummary(
    string Dram,
    string Scheduler,
    long Reads,
    long Writes,
    long Ticks,
    double TimeNs,
    double BandwidthGBps,
    double UtilisationPercent,
    double ReadLatencyMeanNs,
    double ReadLatencyP50Ns,
    double ReadLatencyP99Ns,
    double ReadLatencyMaxNs,
    long RowHits,
    long? RowMisses,
    long RowConflicts,
    SortedDictionary<string, long> Commands,
    double? CommandEnergyPj)
{
    public static DramSummary Of(string scheduler, DramSpec spec, ChannelStatistics statistics)
    {
        double tick = 1e9 / ((double)spec.Clock.Hertz * spec.Bus.TicksPerClock);
        double time = statistics.Ticks * tick;
        double bytes = (statistics.Reads + statistics.Writes) * (double)spec.Organisation.Access.Count;
        double peak = spec.Organisation.Access.Count / (spec.BurstClocks * spec.Bus.TicksPerClock * tick) * spec.Organisation.Ranks;
        LatencyHistogram latency = statistics.ReadLatency;
        return new DramSummary(
            spec.Name,
            scheduler,
            statistics.Reads,
            statistics.Writes,
            statistics.Ticks,
            time,
            time == 0 ? 0 : bytes / time,
            time == 0 ? 0 : 100 * bytes / time / peak,
            latency.Mean * tick,
            latency.Percentile(0.5) * tick,
            latency.Percentile(0.99) * tick,
            latency.Largest * tick,
            statistics.RowHits,
            statistics.RowMisses < 0 ? null : statistics.RowMisses,
            statistics.RowConflicts,
            CommandsOf(statistics),
            EnergyOf(spec, statistics));
    }

    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Dram}, scheduler {Scheduler}: {Reads} reads, {Writes} writes in {TimeNs:F1} ns ({Ticks} ticks)");
        text.AppendLine(CultureInfo.InvariantCulture, $"bandwidth     {BandwidthGBps:F3} GB/s, {UtilisationPercent:F1} % of the data bus");
        text.AppendLine(CultureInfo.InvariantCulture, $"read latency  mean {ReadLatencyMeanNs:F1} ns, p50 {ReadLatencyP50Ns:F1}, p99 {ReadLatencyP99Ns:F1}, max {ReadLatencyMaxNs:F1}");
        text.AppendLine(CultureInfo.InvariantCulture, $"rows          {RowHits} hits, {RowMisses?.ToString(CultureInfo.InvariantCulture) ?? "-"} misses, {RowConflicts} conflicts");
        text.Append("commands      ").AppendJoin(", ", Commands.Select(c => $"{c.Key} {c.Value}"));
        if (CommandEnergyPj is { } energy) text.AppendLine().Append(CultureInfo.InvariantCulture, $"energy        {energy:F0} pJ for commands, standby apart");
        return text.ToString();
    }

    private static SortedDictionary<string, long> CommandsOf(ChannelStatistics statistics)
    {
        var commands = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (int c = 0; c < DramCommands.Count; c++)
        {
            if (statistics.CountOf((DramCommand)c) > 0) commands[DramCommands.NameOf((DramCommand)c)] = statistics.CountOf((DramCommand)c);
        }
        return commands;
    }

    private static double? EnergyOf(DramSpec spec, ChannelStatistics statistics)
    {
        if (spec.Currents is null) return null;
        var table = new CommandEnergies(spec, 1.0 / spec.Clock.Hertz);
        Energy sum = table.OfActivations(statistics.CountOf(DramCommand.Activate)) + table.OfReads(statistics.CountOf(DramCommand.Read))
            + table.OfWrites(statistics.CountOf(DramCommand.Write)) + table.OfRefreshes(statistics.CountOf(DramCommand.RefreshAll));
        return sum.Joules * 1e12;
    }
}
