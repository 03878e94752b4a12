using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class ExploreCommandTests
{
    [Fact]
    public void TheSampleIsAsReviewed()
    {
        string csv = Path.GetTempFileName(), html = Path.GetTempFileName();

        CommandRun run = CommandRun.Of("explore", "--csv", csv, "--html", html);

        Assert.Equal(0, run.ExitCode);
        Snapshot.Verify(run.Output);
        Snapshot.Verify(File.ReadAllText(csv), "csv");
        Snapshot.Verify(File.ReadAllText(html).Split("<main>")[1], "html");
        File.Delete(csv);
        File.Delete(html);
    }

    /// <summary>The table says picoseconds, and so does the line that it prints for each batch.</summary>
    [Theory]
    [InlineData]
    [InlineData("--set", "stage=prefill", "--set", "batches=[2]")]
    public void ALineOfTheResultTimesTheDesignAgain(params string[] more)
    {
        string csv = Path.GetTempFileName();
        CommandRun run = CommandRun.Of(["explore", "--csv", csv, .. more]);
        string[] rows = [.. File.ReadLines(csv).Where(row => row.Split(',')[1] == "1")];
        string[] lines = [.. run.Output.Split('\n').Where(line => line.StartsWith("batch ", StringComparison.Ordinal) && line.Contains("deepstack", StringComparison.Ordinal))];

        Assert.NotEmpty(lines);
        foreach ((string row, string line) in rows.Zip(lines))
        {
            string[] words = [.. line.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).SkipWhile(w => w != "estimate")];
            Assert.Contains($"\"analytical_ps\": {row.Split(',')[14]}", CommandRun.Of([.. words, "--json"]).Output, StringComparison.Ordinal);
        }
        File.Delete(csv);
    }

    [Theory]
    [InlineData("--budget is \"soon\"; expected a number of points", "--budget", "soon")]
    [InlineData("--threads is 0; expected at least 1", "--threads", "0")]
    [InlineData("--set: objective is \"speed\"; expected one of stps, utps, stps_per_watt", "--set", "objective=speed")]
    [InlineData("There is no preset \"stacked-9\" among spaces. Did you mean \"stacked-8\"?", "stacked-9")]
    public void WrongInputIsRefused(string message, params string[] more)
    {
        CommandRun run = CommandRun.Of(["explore", .. more]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void ASpaceWithoutAFeasibleDesignIsAFailedCheck()
    {
        CommandRun run = CommandRun.Of("explore", "--set", "limits.power=20 W");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("none is feasible", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSetOfAStepChangesItsMachine()
    {
        string[] line = ["estimate", "--model", "llama-3-8b", "--platform", "stack3d-8", "--batch", "8", "--json"];

        string plain = CommandRun.Of(line).Output, faster = CommandRun.Of([.. line, "--set", "dram-stacks/tasa:layers.connected=2"]).Output;
        Assert.Equal(2, CommandRun.Of([.. line, "--set", "dram-stacks/tasa:layers.connected=2", "--calibration", "stack.yaml"]).ExitCode);
        CommandRun mistaken = CommandRun.Of([.. line, "--set", "dram-stacks/tasb:layers.connected=2"]);

        Assert.NotEqual(plain, faster);
        Assert.Equal(2, mistaken.ExitCode);
        Assert.Contains("dram-stacks/tasb is no part of this machine", mistaken.Errors, StringComparison.Ordinal);
    }
}
