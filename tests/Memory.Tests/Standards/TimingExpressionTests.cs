using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Tests.Standards;

public class TimingExpressionTests
{
    private static readonly TimingTable Timings = new() { ["tCL"] = 22, ["tBL"] = 4, ["tCWL"] = 16, ["tCCD_S_WR"] = 8 };

    [Theory]
    [InlineData("tCL + tBL + 2 - tCWL", 12)]
    [InlineData("max(tBL, tCCD_S_WR)", 8)]
    [InlineData("2 * (tCL - tCWL) + 1", 13)]
    [InlineData("nCCDS_WR", 8)]
    public void FormulasFollowArithmetic(string formula, long expected) => Assert.Equal(expected, TimingExpression.Evaluate(formula, Timings));

    [Theory]
    [InlineData("tCL +")]
    [InlineData("max(tCL, tBL")]
    [InlineData("tCL tBL")]
    public void BrokenFormulasAreRefused(string formula) => Assert.Throws<FormatException>(() => TimingExpression.Evaluate(formula, Timings));

    [Fact]
    public void UnknownTimingIsNamed()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => TimingExpression.Evaluate("tCL + tXYZ", Timings));

        Assert.Contains("tXYZ", error.Message, StringComparison.Ordinal);
    }
}
