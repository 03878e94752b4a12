using DeepStack.Sim.Interconnect.Scenarios;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>The packet network against ns-3: every flow of every scenario, to the picosecond.</summary>
/// <remarks>The folder holds <c>scenarios/*.json</c>, <c>flows.csv</c> and <c>results.csv</c>; a scenario that results.csv does not name is left out.</remarks>
public sealed class NetworkValidation : IValidationArea
{
    /// <inheritdoc/>
    public string Name => "network";

    /// <inheritdoc/>
    public string Description => "packet network against ns-3, every flow to the picosecond";

    /// <inheritdoc/>
    public bool IsInRepository => true;

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        CsvTable results = CsvTable.Read(Path.Combine(request.DataDirectory, "results.csv"));
        ILookup<string, CsvRow> flows = CsvTable.Read(Path.Combine(request.DataDirectory, "flows.csv")).Rows.ToLookup(row => row["scenario"]);
        foreach (CsvRow expected in results.Rows)
        {
            string name = expected["scenario"];
            NetworkScenario scenario = NetworkScenarioReader.Read(Path.Combine(request.DataDirectory, "scenarios", name + ".json"));
            ScenarioResult ours = new ScenarioRun(scenario).Run();
            foreach (ValidationRow row in Compare(name, ours, expected, [.. flows[name]])) yield return row;
        }
    }

    private static IEnumerable<ValidationRow> Compare(string name, ScenarioResult ours, CsvRow expected, IReadOnlyList<CsvRow> flows)
    {
        if (flows.Count != ours.Flows.Count)
            throw new PresetException($"flows.csv has {flows.Count} flows of \"{name}\", its scenario {ours.Flows.Count}.");
        int different = flows.Count(row => IsDifferent(row, ours.Flows[row.Get<int>("flow")]));
        yield return ValidationRow.Absolute(name, "flows that differ", 0, different, 0) with { Note = $"of {flows.Count}, in begin, finish or duration" };
        yield return ValidationRow.Absolute(name, "total_ns", expected.Get<double>("total_ns"), ours.Total.Picoseconds / 1e3, 0);
        yield return ValidationRow.Absolute(name, "mean_flow_ns", expected.Get<double>("mean_flow_ns"), ours.MeanFlowNanoseconds, 0.0005 + 1e-9) with { Note = "the reference has three decimals" };
        yield return ValidationRow.Absolute(name, "packets", expected.Get<double>("packets"), ours.Packets, 0);
        yield return ValidationRow.Absolute(name, "packet_hops", expected.Get<double>("packet_hops"), ours.PacketHops, 0);
        yield return ValidationRow.Absolute(name, "peak_switch_queue_packets", expected.Get<double>("peak_switch_queue_packets"), ours.PeakSwitchQueue, 0);
    }

    private static bool IsDifferent(CsvRow row, FlowResult ours) =>
        Picoseconds(row, "start_ns") != ours.Start.Picoseconds
        || Picoseconds(row, "finish_ns") != ours.Finish.Picoseconds
        || Picoseconds(row, "duration_ns") != ours.Duration.Picoseconds;

    private static long Picoseconds(CsvRow row, string column) => (long)(row.Get<decimal>(column) * 1000);
}
