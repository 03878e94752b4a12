using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>Measured times of one operation on one number of ranks against size.</summary>
/// <param name="Fabric">How the measurement names the fabric.</param>
/// <param name="Operation">As <see cref="MeasuredFabric.TimeOf"/> names it.</param>
/// <param name="Ranks">How many took part.</param>
/// <param name="RanksPerNode">How many of them shared a node.</param>
/// <param name="Points">Sizes in ascending order, each with all its times.</param>
public sealed record MeasuredCurve(string Fabric, string Operation, int Ranks, int RanksPerNode, IReadOnlyList<(Bytes Size, IReadOnlyList<Duration> Times)> Points)
{
    /// <summary>The curves of a file, in the order in which they first appear; the format is known by the columns.</summary>
    /// <exception cref="Presets.PresetException">The file cannot be read.</exception>
    public static IReadOnlyList<MeasuredCurve> Read(string file)
    {
        CsvTable table = CsvTable.Read(file);
        var seen = new HashSet<(string, string, long)>();
        Func<CsvRow, Point> read = table.Has("message_elements") ? row => KernelPoint(row, seen) : table.Has("size_kb") ? ApexPoint : VidurPoint;
        return [.. table.Rows.Select(read).GroupBy(p => (p.Fabric, p.Operation, p.Ranks, p.RanksPerNode)).Select(curve =>
            new MeasuredCurve(curve.Key.Fabric, curve.Key.Operation, curve.Key.Ranks, curve.Key.RanksPerNode, [.. curve.GroupBy(p => p.Size).OrderBy(g => g.Key)
                .Select(g => (Bytes.FromCount(g.Key), (IReadOnlyList<Duration>)[.. g.Select(p => Duration.FromSeconds(p.Seconds))]))]))];
    }

    /// <summary>Of vLLM's own all-reduce there are two rows for each size: the first was taken inside a CUDA graph, the second outside.</summary>
    private static Point KernelPoint(CsvRow row, HashSet<(string, string, long)> seen)
    {
        long elements = row.Get<long>("message_elements");
        string operation = row["op"];
        if (operation == "vllm_custom_allreduce")
            operation = seen.Add((row["device"], row["num_gpus"], elements)) ? "custom_all_reduce_captured" : "custom_all_reduce_eager";
        int ranks = row.Get<int>("num_gpus");
        return new Point(row["device"], NameOf(operation), ranks, ranks, elements * (row["dtype"] == "int8" ? 1 : 2), row.Get<double>("latency_ms") * 1e-3);
    }

    private static Point ApexPoint(CsvRow row)
    {
        int perNode = row.Get<int>("gpus_per_node");
        return new Point(row["gpu"], NameOf(row["op"]), row.Get<int>("nodes") * perNode, perNode, Math.Max(1, row.Get<long>("size_kb") * 1024), row.Get<double>("time_us") * 1e-6);
    }

    private static Point VidurPoint(CsvRow row) => new(
        row["network"], NameOf(row["collective"]), row.Get<int>("workers"), row.Get<int>("devices_per_node"), row.Get<long>("size_bytes"), row.Get<double>("time_ms") * 1e-3);

    private static string NameOf(string operation) => operation switch
    {
        "nccl_all_gather" => "all_gather",
        "nccl_all_reduce" => "all_reduce",
        "nccl_reduce_scatter" => "reduce_scatter",
        "nccl_alltoall" or "alltoall" => "all_to_all",
        "sendrecv" or "send_recv" => "send_receive",
        _ => operation,
    };

    private readonly record struct Point(string Fabric, string Operation, int Ranks, int RanksPerNode, long Size, double Seconds);
}
