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

    /// <summary>Eight sequences, twenty steps of 20 ms for each: 20 a second, whatever the number of clients.</summary>
    [Fact]
    public void WithoutLimitsItIsTheCompletionRateOfASaturatedClosedLoop()
    {
        string trace = TraceOf(400);

        CommandRun run = CommandRun.Of(["capacity", trace, .. Saturable, "--set", "serving.max_sequences=8"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("A saturated closed loop completes 20.000 requests/s.", run.Output, StringComparison.Ordinal);
        File.Delete(trace);
    }

    [Fact]
    public void ATraceThatCannotKeepEnoughClientsBusyIsToldFromASaturatedMachine()
    {
        string trace = TraceOf(100);

        CommandRun few = CommandRun.Of(["capacity", trace, .. Saturable, "--set", "serving.max_sequences=64"]);
        CommandRun fewer = CommandRun.Of(["capacity", trace, .. Saturable, "--set", "requests.limit=20"]);

        Assert.Equal(1, few.ExitCode);
        Assert.Contains("do not saturate the machine", few.Output, StringComparison.Ordinal);
        Assert.Equal(2, fewer.ExitCode);
        File.Delete(trace);
    }

    private static string[] Saturable =>
    [
        "--set", "model=llama-3-8b", "--set", "plan.tensor=1", "--memo", "off", "--set", "serving.step_model=constant:20 ms", "--set", "serving.asynchronous=false",
        "--set", "serving.host_per_step=0 ns", "--set", "serving.host_per_sequence=0 ns", "--set", "serving.host_per_token=0 ns",
    ];

    private static string TraceOf(int requests)
    {
        string file = Path.GetTempFileName();
        File.WriteAllLines(file, ["TIMESTAMP,ContextTokens,GeneratedTokens", .. Enumerable.Range(0, requests).Select(i => $"2023-11-16 18:{i / 60:00}:{i % 60:00}.0000000,100,20")]);
        return file;
    }

    private static string Sample => Path.Combine(Repository.Root, "traces", "conversation.csv.gz");
}
