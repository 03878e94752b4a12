using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests.Validation;

/// <summary>The bars on measurements that are not part of the repository.</summary>
public sealed class MeasuredDataTests
{
    [DataFact("reference/measured")]
    [Trait("speed", "slow")]
    public void EveryGroupOfMeasuredKernelsIsWithinItsBar() => AllPass(new KernelsValidation(), "reference/measured");

    [DataFact("reference/deepstack")]
    [Trait("speed", "slow")]
    public void WholeModelsAndTheAblationAreWithinTheirBars() => AllPass(new StepsValidation(), "reference/deepstack");

    private static void AllPass(IValidationArea area, string folder)
    {
        ValidationRow[] judged = [.. area.Run(new ValidationRequest(Repository.DataPath(folder))).Where(row => row.Tolerance is not null)];

        Assert.NotEmpty(judged);
        Assert.All(judged, row => Assert.True(row.Passes, $"{row.Case}: {row.Metric} {row.Error:G4}, at most {row.Tolerance}"));
    }
}
