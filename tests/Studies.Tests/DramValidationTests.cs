using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests;

public class DramValidationTests
{
    [Fact]
    public void EveryCommandOfTheMicroCasesFallsOnItsCycle()
    {
        ValidationRow[] rows = [.. new DramValidation().Run(new ValidationRequest(Path.Combine(Repository.Root, "validation/dram")))];

        Assert.Equal(126, rows.Length);
        Assert.All(rows, row => Assert.True(row.Passes, $"{row.Case} {row.Metric}: {row.Reference} is {row.Ours}"));
    }

    [DataFact("reference/dram")]
    [Trait("speed", "slow")]
    public void EveryFigureOfBothPeersIsMetExactly()
    {
        ValidationRow[] rows = [.. new DramValidation().Run(new ValidationRequest(Repository.DataPath("reference/dram")))];

        Assert.True(rows.Length > 2000);
        Assert.All(rows, row => Assert.True(row.Passes, $"{row.Case} {row.Metric}: {row.Reference} is {row.Ours}"));
    }
}
