using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Noc.Load;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>A latency curve over rising loads.</summary>
/// <param name="Points">Its points, by load.</param>
internal sealed record NocCurve(IReadOnlyList<NocLoadPoint> Points)
{
    /// <summary>The largest accepted load, which counts as the saturation of the network.</summary>
    public double Saturation => Points.Max(p => p.AcceptedLoad);

    /// <summary>The load at which the mean latency passes three times that of the lowest load, on a straight line between points; NaN if it never does.</summary>
    public double TripleLatencyLoad()
    {
        double limit = 3 * Points[0].PacketLatency;
        int above = Points.ToList().FindIndex(p => p.PacketLatency > limit);
        if (above < 1) return double.NaN;
        NocLoadPoint low = Points[above - 1], high = Points[above];
        return low.OfferedLoad + (high.OfferedLoad - low.OfferedLoad) * (limit - low.PacketLatency) / (high.PacketLatency - low.PacketLatency);
    }

    /// <summary>Reads the rows of a table, one curve per name, in file order.</summary>
    public static IReadOnlyList<(string Name, NocCurve Curve)> Read(CsvTable table) =>
        [.. table.Rows.GroupBy(row => row["curve"]).Select(rows => (rows.Key, new NocCurve([.. rows.Select(PointOf).OrderBy(p => p.OfferedLoad)])))];

    private static NocLoadPoint PointOf(CsvRow row) => new(
        row.Get<double>("offered_flits_per_node_cycle"),
        row.Get<int>("stable") != 0,
        row.Get<double>("accepted_flits_per_node_cycle"),
        row.Get<double>("packet_latency_cycles"),
        row.Get<double>("network_latency_cycles"),
        Cycles.FromCount(row.Get<long>("max_latency_cycles")),
        row["hops"].Length == 0 ? double.NaN : row.Get<double>("hops"),
        Cycles.FromCount(row["cycles"].Length == 0 ? 0 : row.Get<long>("cycles")),
        0);
}
