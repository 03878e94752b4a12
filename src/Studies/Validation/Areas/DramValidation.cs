using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Costs;
using DeepStack.Sim.Memory.Peers;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Replays the traces of a reference folder through the matching scheduler and expects equality.</summary>
public sealed class DramValidation : IValidationArea
{
    /// <summary>DRAMsim3's command lists go on for this long after the last completion, so that drained writes are seen.</summary>
    private const long DramSim3Aftermath = 400;

    private const double EnergyTolerance = 0.001;

    /// <summary>Half of the last printed digit of a mean latency.</summary>
    private const double MeanTolerance = 0.000051;

    /// <inheritdoc/>
    public string Name => "dram";

    /// <inheritdoc/>
    public string Description => "commands, cycles, latencies and energies of single channels against two cycle-level DRAM simulators";

    /// <inheritdoc/>
    public bool IsInRepository => true;

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var folder = new DramReferenceFolder(request.DataDirectory);
        return MicroCases(folder).Concat(folder.Results().SelectMany(row => ResultOf(folder, row)));
    }

    private static IEnumerable<ValidationRow> MicroCases(DramReferenceFolder folder)
    {
        foreach (DramMicroCase micro in folder.MicroCases())
        {
            PeerConfiguration peer = folder.Configuration(micro.Configuration);
            var commands = new CommandLog();
            var requests = new RequestLog(micro.Trace.Count);
            Schedulers.Build(peer.Scheduler, peer.Spec, commands, requests, peer.IsDramSim3 ? DramSim3Aftermath : 0).Run(micro.Trace);
            string name = $"{micro.Configuration}/{micro.Name}";
            int equalRequests = Enumerable.Range(0, micro.Trace.Count).Count(i => IsEqual(micro, requests, i));
            yield return ValidationRow.Absolute(name, "requests at cycle", micro.Trace.Count, equalRequests, 0);
            int equalCommands = micro.Commands.Count - DramMicroCase.Missing(micro.Commands, commands.Commands, peer.Spec.Organisation);
            yield return ValidationRow.Absolute(name, "commands at cycle", Math.Max(micro.Commands.Count, commands.Commands.Count), equalCommands, 0);
        }
    }

    private static bool IsEqual(DramMicroCase micro, RequestLog ours, int request) =>
        micro.Accepted[request] == ours.Accepted[request] && (micro.Completed[request] < 0 || micro.Completed[request] == ours.Completed[request]);

    private static IEnumerable<ValidationRow> ResultOf(DramReferenceFolder folder, CsvRow row)
    {
        PeerConfiguration peer = folder.Configuration(row["config"]);
        MemoryTrace trace = folder.Trace(row["trace_file"]);
        ChannelController controller = Schedulers.Build(peer.Scheduler, peer.Spec);
        controller.Run(trace);
        ChannelStatistics ours = controller.Statistics;
        string name = $"{peer.Name}/{Path.GetFileName(row["trace_file"]).Replace(".trace.gz", "", StringComparison.Ordinal)}";
        foreach ((string column, double value) in Figures(ours, peer))
        {
            if (row[column].Length > 0) yield return ValidationRow.Absolute(name, column, row.Get<double>(column), value, column == "read_latency_avg_cycles" ? MeanTolerance : 0);
        }
        if (peer.Spec.Currents is null) yield break;
        foreach ((string column, double value) in Energies(ours, peer))
        {
            if (row[column].Length > 0) yield return ValidationRow.Relative(name, column, row.Get<double>(column), value, EnergyTolerance);
        }
    }

    private static IEnumerable<(string Column, double Value)> Figures(ChannelStatistics ours, PeerConfiguration peer)
    {
        LatencyHistogram latency = ours.ReadLatency;
        yield return ("cycles", ours.Ticks);
        yield return ("read_latency_avg_cycles", latency.Mean);
        yield return ("read_latency_min_cycles", latency.Smallest);
        yield return ("read_latency_p50_cycles", latency.Percentile(0.5));
        yield return ("read_latency_p99_cycles", latency.Percentile(0.99));
        yield return ("read_latency_max_cycles", latency.Largest);
        yield return ("row_hits", ours.RowHits);
        if (!peer.IsDramSim3) yield return ("row_misses", ours.RowMisses);
        yield return ("row_conflicts", ours.RowConflicts);
        yield return ("act_cmds", ours.CountOf(DramCommand.Activate));
        yield return ("pre_cmds", ours.CountOf(DramCommand.Precharge));
        if (!peer.IsDramSim3) yield return ("pre_all_cmds", ours.CountOf(DramCommand.PrechargeAll));
        yield return ("rd_cmds", ours.CountOf(DramCommand.Read));
        yield return ("wr_cmds", ours.CountOf(DramCommand.Write));
        yield return ("ref_cmds", ours.CountOf(DramCommand.RefreshAll));
        if (peer.IsDramSim3) yield return ("any_bank_open_cycles", ours.OpenTicks);
    }

    private static IEnumerable<(string Column, double Picojoules)> Energies(ChannelStatistics ours, PeerConfiguration peer)
    {
        var table = new CommandEnergies(peer.Spec, peer.TickNanoseconds * 1e-9);
        double activation = table.OfActivations(ours.CountOf(DramCommand.Activate)).Joules * 1e12;
        double read = table.OfReads(ours.CountOf(DramCommand.Read)).Joules * 1e12;
        double write = table.OfWrites(ours.CountOf(DramCommand.Write)).Joules * 1e12;
        double refresh = table.OfRefreshes(ours.CountOf(DramCommand.RefreshAll)).Joules * 1e12;
        double background = table.OfStandby(ours.OpenTicks, ours.Ticks - ours.OpenTicks).Joules * 1e12;
        yield return ("energy_act_pJ", activation);
        yield return ("energy_rd_pJ", read);
        yield return ("energy_wr_pJ", write);
        yield return ("energy_ref_pJ", refresh);
        yield return ("energy_background_pJ", background);
        yield return ("energy_total_pJ", activation + read + write + refresh + background);
    }
}
