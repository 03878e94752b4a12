using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Fused;

/// <summary>Reads fused kernels from files "fig08_DEVICE_kernels.csv" of DeepStack's artifact.</summary>
internal static class FusedKernelFile
{
    private const string Beginning = "fig08_", End = "_kernels.csv";

    private static readonly string[] Kinds =
        [MeasuredFused.GatherProduct, MeasuredFused.ProductScatter, MeasuredFused.ExpertsReduce, MeasuredFused.Dispatch, MeasuredFused.HeadsProduct];

    /// <summary>The files of a folder, or of the folder "deepstack" beside it, in ordinal order.</summary>
    public static IReadOnlyList<string> FindAll(string folder) =>
        [.. new[] { folder, Path.Combine(folder, "..", "deepstack") }.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Where(Directory.Exists).SelectMany(f => Directory.GetFiles(f, $"{Beginning}*{End}")).Order(StringComparer.Ordinal)];

    /// <summary>The device in a file's name, such as "h100".</summary>
    public static string DeviceOf(string path) => Path.GetFileName(path)[Beginning.Length..^End.Length];

    /// <summary>The kernels of a file, in file order.</summary>
    /// <exception cref="PresetException">The file cannot be read or has a kind of kernel that is not known.</exception>
    public static IEnumerable<MeasuredFused> Read(string path) => CsvTable.Read(path).Rows.Select(Of);

    private static MeasuredFused Of(CsvRow row)
    {
        string kind = row["kernel"];
        if (!Kinds.Contains(kind)) throw row.Fault($"the kernel \"{kind}\" is not known here. Known: {string.Join(", ", Kinds)}.");
        return new MeasuredFused(
            kind, Count("m"), Count("n"), Count("k"), Count("tokens"), Count("routed_experts"), Count("topk"), Count("heads"), Count("ranks"),
            Bytes.FromCount(row.Get<long>("comm_bytes_per_pair")), Duration.FromSeconds(row.Get<double>("measured_us") * 1e-6));

        int Count(string column) => row[column].Length == 0 ? 0 : row.Get<int>(column);
    }
}
