using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Costs;
using DeepStack.Sim.Memory.Stacks;
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
    SortedDictionary<string, long> Commands)
{
    /// <summary>The energy of all commands; null where the currents of the DRAM are not known.</summary>
    public double? CommandEnergyPj { get; init; }

    /// <summary>The energy of standing by, of a stack.</summary>
    public double? StandbyEnergyPj { get; init; }

    /// <summary>The channels of a stack.</summary>
    public int? Channels { get; init; }

    /// <summary>Those that any request used.</summary>
    public int? ChannelsUsed { get; init; }

    public static DramSummary Of(string scheduler, DramSpec spec, ChannelStatistics statistics)
    {
        double tick = 1e9 / ((double)spec.Clock.Hertz * spec.Bus.TicksPerClock);
        double peak = spec.Organisation.Access.Count / (spec.BurstClocks * spec.Bus.TicksPerClock * tick) * spec.Organisation.Ranks;
        return Of(spec.Name, scheduler, statistics, tick, spec.Organisation.Access.Count, peak) with { CommandEnergyPj = EnergyOf(spec, statistics) };
    }

    public static DramSummary Of(DramStackSpec spec, Bytes size, StackReplay replay, ChannelStatistics statistics)
    {
        DramSummary summary = Of(spec.Name, "row runs", statistics, 1e9 / spec.Clock.Hertz, size.Count, spec.PeakBandwidth.BytesPerSecond * 1e-9);
        return summary with
        {
            Channels = spec.Channels,
            ChannelsUsed = replay.ChannelsUsed,
            CommandEnergyPj = spec.Energies.Of(replay.Counts, spec.Access).Joules * 1e12,
            StandbyEnergyPj = spec.Energies.Standby.Watts * summary.TimeNs * 1e3,
        };
    }

    public string ToJson()
    {
        var json = new JsonObject
        {
            ["dram"] = Dram,
            ["scheduler"] = Scheduler,
            ["reads"] = Reads,
            ["writes"] = Writes,
            ["ticks"] = Ticks,
            ["time_ns"] = TimeNs,
            ["bandwidth_g_bps"] = BandwidthGBps,
            ["utilisation_percent"] = UtilisationPercent,
            ["read_latency_mean_ns"] = ReadLatencyMeanNs,
            ["read_latency_p50_ns"] = ReadLatencyP50Ns,
            ["read_latency_p99_ns"] = ReadLatencyP99Ns,
            ["read_latency_max_ns"] = ReadLatencyMaxNs,
            ["row_hits"] = RowHits,
            ["row_misses"] = RowMisses,
            ["row_conflicts"] = RowConflicts,
            ["commands"] = new JsonObject(Commands.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Key, c.Value))),
            ["command_energy_pj"] = CommandEnergyPj,
        };
        if (StandbyEnergyPj is { } standby) json["standby_energy_pj"] = standby;
        if (Channels is { } channels) json["channels"] = channels;
        if (ChannelsUsed is { } used) json["channels_used"] = used;
        return JsonText.Of(json);
    }

    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Dram}, scheduler {Scheduler}: {Reads} reads, {Writes} writes in {TimeNs:F1} ns ({Ticks} ticks){(Channels is null ? "" : $", {ChannelsUsed} of {Channels} channels")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"bandwidth     {BandwidthGBps:F3} GB/s, {UtilisationPercent:F1} % of the peak");
        text.AppendLine(CultureInfo.InvariantCulture, $"read latency  mean {ReadLatencyMeanNs:F1} ns, p50 {ReadLatencyP50Ns:F1}, p99 {ReadLatencyP99Ns:F1}, max {ReadLatencyMaxNs:F1}");
        text.AppendLine(CultureInfo.InvariantCulture, $"rows          {RowHits} hits, {RowMisses?.ToString(CultureInfo.InvariantCulture) ?? "-"} misses, {RowConflicts} conflicts");
        text.Append("commands      ").AppendJoin(", ", Commands.Select(c => $"{c.Key} {c.Value}"));
        if (CommandEnergyPj is { } energy) text.AppendLine().Append(CultureInfo.InvariantCulture, $"energy        {energy:F0} pJ for commands, {(StandbyEnergyPj is { } standby ? $"{standby:F0} pJ standing by" : "standby apart")}");
        return text.ToString();
    }

    private static DramSummary Of(string name, string scheduler, ChannelStatistics statistics, double tick, long bytesOfRequest, double peak)
    {
        double time = statistics.Ticks * tick;
        double bytes = (statistics.Reads + statistics.Writes) * (double)bytesOfRequest;
        LatencyHistogram latency = statistics.ReadLatency;
        return new DramSummary(
            name,
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
            CommandsOf(statistics));
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
            + table.OfWrites(statistics.CountOf(DramCommand.Write)) + table.OfRefreshes(statistics.CountOf(DramCommand.RefreshAll))
            + table.OfBankRefreshes(statistics.CountOf(DramCommand.RefreshBank));
        return sum.Joules * 1e12;
    }
}
