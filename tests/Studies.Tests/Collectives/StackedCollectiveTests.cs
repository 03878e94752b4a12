using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Studies.Collectives;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests.Collectives;

/// <summary>Collectives of the stacked-memory study, against its ns-3 runs.</summary>
public sealed class StackedCollectiveTests
{
    private const long CheapPayload = 300_000;

    [DataFact("reference/deepstack/fig13_noc_collectives.csv")]
    public void CheapRowsAreEqualToTheNanosecondButForTwoInAHundred()
    {
        Dictionary<string, CsvRow> fabrics = CsvTable.Read(Repository.DataPath("reference/deepstack/fig13_cases.csv")).Rows.ToDictionary(row => row["case"]);
        CsvRow[] rows = [.. CsvTable.Read(Repository.DataPath("reference/deepstack/fig13_noc_collectives.csv")).Rows
            .Where(row => row["ns3_ns"].Length > 0 && row.Get<long>("bytes") < CheapPayload && row.Get<int>("dim_a") * row.Get<int>("dim_b") <= 16)];

        double[] errors = [.. rows.Select(row =>
            Math.Abs(new StackedCollectiveCase(row, fabrics[row["case"]]).Time(Duration.FromNanoseconds(1), long.MaxValue).Picoseconds / 1e3 / row.Get<double>("ns3_ns") - 1))];

        Assert.True(errors.Count(error => error > 0) <= 0.02 * rows.Length);
        Assert.True(errors.Max() < 0.001);
    }
}
