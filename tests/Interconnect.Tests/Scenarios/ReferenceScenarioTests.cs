using DeepStack.Sim.Interconnect.Scenarios;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Interconnect.Tests.Scenarios;

/// <summary>Every flow of every reference scenario is equal to the picosecond.</summary>
public sealed class ReferenceScenarioTests
{
    [Fact]
    public void EveryFlowOfTheScenariosHereIsEqualToThePicosecond() => Assert.Empty(Differences(Path.Combine(Repository.Root, "validation", "network")));

    [DataFact("reference/network/flows.csv")]
    public void EveryFlowOfAllScenariosIsEqualToThePicosecond() => Assert.Empty(Differences(Repository.DataPath("reference/network")));

    private static List<string> Differences(string folder)
    {
        var different = new List<string>();
        foreach (IGrouping<string, CsvRow> flows in CsvTable.Read(Path.Combine(folder, "flows.csv")).Rows.GroupBy(row => row["scenario"]))
        {
            ScenarioResult ours = new ScenarioRun(NetworkScenarioReader.Read(Path.Combine(folder, "scenarios", flows.Key + ".json"))).Run();
            different.AddRange(flows.Where(row => !IsEqual(row, ours.Flows[row.Get<int>("flow")])).Select(row => $"{flows.Key} flow {row["flow"]}"));
        }
        return different;
    }

    private static bool IsEqual(CsvRow row, FlowResult ours) =>
        row.Get<decimal>("start_ns") * 1000 == ours.Start.Picoseconds && row.Get<decimal>("finish_ns") * 1000 == ours.Finish.Picoseconds;
}
