using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests;

public sealed class ServingValidationTests
{
    [DataFact("reference/serving")]
    public void TheRecordedSchedulerRunIsRepeatedExactly()
    {
        var request = new ValidationRequest(Repository.DataPath("reference/serving")) { TokenBudget = 2048, MaxSequences = 256 };

        List<ValidationRow> rows = [.. new SchedulerValidation().Run(request)];

        Assert.Equal(9679, rows.Single(row => row.Metric == "steps").Ours);
        Assert.All(rows, row => Assert.True(row.Passes, row.ToString()));
    }

    [DataFact("reference/measured")]
    public void RealRunsAreMetWithinTheirTolerances()
    {
        var request = new ValidationRequest(Repository.DataPath("reference/measured")) { TracesDirectory = Repository.DataPath("traces") };

        List<ValidationRow> rows = [.. new ServingValidation().Run(request)];

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Passes, row.ToString()));
    }
}
