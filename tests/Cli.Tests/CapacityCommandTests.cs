using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class CapacityCommandTests
{
    private static readonly string[] Machine =
        ["--set", "model=llama-3-8b", "--set", "plan.tensor=1", "--set", "requests.limit=200", "--set", "serving.step_model=constant:22.8 ms", "--memo", "off"];

    [Fact]
    public void TheHighestRateThatHoldsLiesJustBelowOneThatFails()
    {
        CommandRun run = CommandRun.Of(["capacity", Sample, "--slo", "ttft=100ms", .. Machine]);

        string[] rows = [.. run.Output.Split('\n').Where(line => line.EndsWith("holds", StringComparison.Ordinal) || line.EndsWith("fails", StringComparison.Ordinal))];
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The limits hold up to", run.Output, StringComparison.Ordinal);
        Assert.Contains(rows, row => row.EndsWith("holds", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.EndsWith("fails", StringComparison.Ordinal));
    }

    [Fact]
    public void LimitsThatNoRateHoldsAreAFailedCheck() =>
        Assert.Equal(1, CommandRun.Of(["capacity", Sample, "--slo", "tpot=1ms", .. Machine]).ExitCode);

    [Fact]
    public void LimitsThatDoNotParseAreWrongInput() =>
        Assert.Equal(2, CommandRun.Of("capacity", Sample, "--slo", "speed=2s").ExitCode);

    private static string Sample => Path.Combine(Repository.Root, "traces", "conversation.csv.gz");
}
