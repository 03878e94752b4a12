using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests;

public sealed class ThermalValidationTests
{
    [Fact]
    [Trait("speed", "slow")]
    public void EveryCaseMatchesItsPeer()
    {
        ValidationRow[] rows = [.. new ThermalValidation().Run(new ValidationRequest(Path.Combine(Repository.Root, "validation", "thermal")))];

        Assert.Equal(35, rows.Select(r => r.Case).Distinct().Count());
        Assert.True(rows.Count(r => r.Tolerance is not null) > 1000);
        Assert.All(rows, row => Assert.True(row.Passes, $"{row.Case} {row.Metric}: {row.Reference} is {row.Ours}"));
    }

    [DataFact("reference/measured/kernel_b200_sxm_gemm_power.csv.gz")]
    public void EnergyFittedOnATenthHoldsOnTheRest()
    {
        ValidationRow[] rows = [.. new EnergyValidation().Run(new ValidationRequest(Repository.DataPath("reference/measured")))];

        Assert.All(rows, row => Assert.True(row.Passes, $"{row.Case}: {row.Error}"));
    }
}
