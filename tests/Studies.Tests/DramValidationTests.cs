using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests;

public class DramValidationTests
{
    [DataFact("reference/dram")]
    [Trait("speed", "slow")]
    public void EveryFigureOfBothPeersIsMetExactly()
    {
        ValidationRow[] rows = [.. new DramValidation().Run(new ValidationRequest(Repository.DataPath("reference/dram")))];

        Assert.True(rows.Length > 2000);
        Assert.All(rows, row => Assert.True(row.Passes, $"{row.Case} {row.Metric}: {row.Reference} is {row.Ours}"));
    }
}
