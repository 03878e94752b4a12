using DeepStack.Sim.Interconnect.Noc;
using DeepStack.Sim.Interconnect.Noc.Load;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Networks on chip against latency curves of a cycle-accurate simulator: <c>curves.csv</c> and <c>configs/CURVE.cfg</c>.</summary>
/// <remarks>
/// A row's latency is compared after correcting ours for the hops that the reference happened to sample: (its mean hops - ours) times the
/// cycles a router takes. Tolerances widen towards saturation, where the reference's own short samples scatter.
/// </remarks>
internal sealed class NocValidation : IValidationArea
{
    private const int Replicates = 3;

    /// <inheritdoc/>
    public string Name => "noc";

    /// <inheritdoc/>
    public string Description => "latency and throughput of networks on chip against load, and single packets";

    /// <inheritdoc/>
    public string Folder => "reference/network";

    /// <inheritdoc/>
    public bool IsInRepository => true;

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        string folder = FolderOf(request.DataDirectory);
        foreach ((string name, NocCurve reference) in NocCurve.Read(CsvTable.Read(Path.Combine(folder, "curves.csv"))))
        {
            NocLoadCase @case = BookSimCase.Read(Path.Combine(folder, "configs", name + ".cfg"));
            if (@case.PacketFlits <= @case.Router.BufferDepth) yield return SinglePackets(name, @case);
            NocLoadPoint[] ours = [.. reference.Points.Select(point => Measure(@case, point.OfferedLoad))];
            foreach (ValidationRow row in Compare(name, @case, reference, new NocCurve(ours))) yield return row;
        }
    }

    private static string FolderOf(string directory)
    {
        string[] folders = [directory, Path.Combine(directory, "noc")];
        return Array.Find(folders, folder => File.Exists(Path.Combine(folder, "curves.csv")))
            ?? throw new PresetException($"There is no file \"curves.csv\" in \"{directory}\"; expected it beside a folder \"configs\" with a .cfg file for each curve.");
    }

    private static IEnumerable<ValidationRow> Compare(string name, NocLoadCase @case, NocCurve reference, NocCurve ours)
    {
        double cyclesPerRouter = @case.Router.HopTime(NocLink.OneCycle).Count;
        foreach ((NocLoadPoint theirs, NocLoadPoint own) in reference.Points.Zip(ours.Points))
        {
            string row = FormattableString.Invariant($"{name} at {theirs.OfferedLoad}");
            if (!theirs.IsStable)
            {
                yield return ValidationRow.Relative(row, "overload accepted", theirs.AcceptedLoad, own.AcceptedLoad, OverloadTolerance(@case.Pattern));
                continue;
            }
            double corrected = own.PacketLatency + (theirs.Hops - own.Hops) * cyclesPerRouter;
            yield return ValidationRow.Relative(row, "latency cycles", theirs.PacketLatency, corrected, LatencyTolerance(@case.Pattern, theirs.OfferedLoad / reference.Saturation));
        }
        if (!double.IsNaN(reference.TripleLatencyLoad()))
            yield return ValidationRow.Relative(name, "saturation load", reference.TripleLatencyLoad(), ours.TripleLatencyLoad(), 0.03);
        yield return ValidationRow.Relative(name, "largest accepted", reference.Saturation, ours.Saturation, 0.025);
    }

    /// <summary>Beyond saturation tornado accepts less the longer it runs, and at equal lengths less certainly.</summary>
    private static double OverloadTolerance(TrafficPattern pattern) => pattern.Name == "tornado" ? 0.08 : 0.03;

    private static double? LatencyTolerance(TrafficPattern pattern, double share) => share switch
    {
        < 0.7 => 0.01,
        < 0.8 => 0.02,
        < 0.9 => pattern.Name == "transpose" ? 0.08 : 0.03,
        _ => null,
    };

    private static NocLoadPoint Measure(NocLoadCase @case, double load)
    {
        NocLoadPoint[] runs = [.. Enumerable.Range(0, Replicates).Select(replicate => NocLoadRun.Measure(@case, load, replicate))];
        return runs[0] with
        {
            IsStable = runs.All(r => r.IsStable),
            AcceptedLoad = runs.Average(r => r.AcceptedLoad),
            PacketLatency = runs.Average(r => r.PacketLatency),
            Hops = runs.Average(r => r.Hops),
        };
    }

    /// <summary>One packet at a time in an empty network, for every pair of nodes, against the closed formula.</summary>
    private static ValidationRow SinglePackets(string name, NocLoadCase @case)
    {
        int nodes = @case.Grid.RouterCount, wrong = 0;
        var probe = new SinglePacketProbe(@case);
        for (int from = 0; from < nodes; from++)
        {
            for (int to = 0; to < nodes; to++)
                if (probe.Latency(from, to) != probe.Expected(from, to)) wrong++;
        }
        return ValidationRow.Absolute(name, "single packets off", 0, wrong, 0) with { Note = $"of {nodes * nodes} pairs" };
    }
}
