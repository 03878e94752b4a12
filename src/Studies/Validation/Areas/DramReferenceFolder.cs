using DeepStack.Sim.Memory.Peers;
using DeepStack.Sim.Memory.Traces;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>A folder with reference figures of DRAM channels: configurations, traces, results and micro cases.</summary>
internal sealed class DramReferenceFolder
{
    private readonly string _folder;
    private readonly Dictionary<string, MemoryTrace> _traces = [];
    private readonly IReadOnlyDictionary<string, PeerConfiguration> _configurations;
    private readonly List<(string Organisation, string File)> _tracesOf = [];

    public DramReferenceFolder(string folder)
    {
        _folder = folder;
        string list = Path.Combine(folder, "traces.csv");
        if (File.Exists(list)) _tracesOf = [.. CsvTable.Read(list).Rows.Select(row => (row["organisation"], row["trace_file"]))];
        _configurations = PeerConfigurationReader.Read(Path.Combine(folder, "configs.json"), LargestAddress);
    }

    /// <summary>One configuration.</summary>
    /// <exception cref="PresetException">There is none of that name.</exception>
    public PeerConfiguration Configuration(string name) => _configurations.TryGetValue(name, out PeerConfiguration? found)
        ? found
        : throw new PresetException($"{Path.Combine(_folder, "configs.json")}: there is no configuration \"{name}\".{Spelling.DidYouMean(name, _configurations.Keys)}");

    /// <summary>The rows of the result table; none where the folder has no such table.</summary>
    public IReadOnlyList<CsvRow> Results() => Rows("results.csv");

    /// <summary>A trace, read once.</summary>
    public MemoryTrace Trace(string file)
    {
        if (!_traces.TryGetValue(file, out MemoryTrace? trace)) _traces[file] = trace = TraceReader.Read(Path.Combine(_folder, file));
        return trace;
    }

    /// <summary>The micro cases, in the order of their requests.</summary>
    public IEnumerable<DramMicroCase> MicroCases()
    {
        ILookup<(string, string), CsvRow> commands = Rows("micro_commands.csv").ToLookup(row => (row["config"], row["case"]));
        return Rows("micro_requests.csv")
            .GroupBy(row => (Configuration: row["config"], Case: row["case"]))
            .Select(g => DramMicroCase.From(g.Key.Configuration, g.Key.Case, [.. g], [.. commands[g.Key]]));
    }

    private IReadOnlyList<CsvRow> Rows(string file)
    {
        string path = Path.Combine(_folder, file);
        return File.Exists(path) ? CsvTable.Read(path).Rows : [];
    }

    private long LargestAddress(string organisation) =>
        _tracesOf.Where(t => t.Organisation == organisation).Select(t => Trace(t.File).LargestAddress).DefaultIfEmpty(0).Max();
}
