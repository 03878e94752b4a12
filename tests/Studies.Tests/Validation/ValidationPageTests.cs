using DeepStack.Sim.Studies.Validation;

namespace DeepStack.Sim.Studies.Tests.Validation;

/// <summary>The tables of the accuracy page.</summary>
public sealed class ValidationPageTests
{
    [Fact]
    public void TablesBelowTheMarkAreReplacedAndTheHeadIsKept()
    {
        string page = ValidationPage.Renew("# Title\n\nWritten by hand.\n\n" + ValidationPage.Mark + "\nold tables\n", Outcome());

        Assert.StartsWith("# Title\n\nWritten by hand.\n\n" + ValidationPage.Mark, page, StringComparison.Ordinal);
        Assert.DoesNotContain("old tables", page, StringComparison.Ordinal);
        Assert.Equal(page, ValidationPage.Renew(page, Outcome()));
    }

    [Fact]
    public void APageWithoutTheMarkIsKeptWhole()
    {
        string page = ValidationPage.Renew("# Mine\n", Outcome());

        Assert.StartsWith("# Mine\n\n" + ValidationPage.Mark, page, StringComparison.Ordinal);
    }

    [Fact]
    public void EachKindOfRowIsALineWithUnweightedAndWeightedErrors()
    {
        string page = ValidationPage.Renew("", Outcome());

        // Errors 50 % of 2 and 10 % of 100: 0.3 in the mean, (1 + 10) / 102 weighted.
        Assert.Contains("| dram | layer mean K | 2 | 2 | 0.3 | 0.108 | 0.5 | 0.2 | 1 |", page, StringComparison.Ordinal);
        Assert.Contains("| dram | cycles | 1 | 0 | 0 | 0 | 0 | - | 0 |", page, StringComparison.Ordinal);
        Assert.Contains("3 rows, 2 judged, 1 out of tolerance.", page, StringComparison.Ordinal);
        Assert.Contains("* kernels: no folder reference/kernels", page, StringComparison.Ordinal);
    }

    private static ValidationOutcome Outcome()
    {
        var outcome = new ValidationOutcome();
        outcome.Add("dram", ValidationRow.Relative("a", "dram0 mean K", 2, 3, 0.2) with { Kind = "layer mean K" });
        outcome.Add("dram", ValidationRow.Relative("b", "dram1 mean K", 100, 110, 0.2) with { Kind = "layer mean K" });
        outcome.Add("dram", ValidationRow.Absolute("c", "cycles", 7, 7, null));
        outcome.Skip("kernels", "no folder reference/kernels");
        return outcome;
    }
}
