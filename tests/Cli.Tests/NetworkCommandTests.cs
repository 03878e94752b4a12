using System.Text.Json;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

/// <summary><c>deepstack network</c> and <c>network sweep</c>.</summary>
public sealed class NetworkCommandTests
{
    private static readonly string Scenario = Path.Combine(Repository.Root, "validation", "network", "scenarios", "incast4_1m.json");

    [Fact]
    public void ScenarioIsPrintedForPeople()
    {
        CommandRun run = CommandRun.Of("network", Scenario);

        Assert.Equal(0, run.ExitCode);
        Snapshot.Verify(run.Output);
        Assert.Contains("of processor time", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ScenarioIsPrintedForMachines()
    {
        CommandRun run = CommandRun.Of("network", Scenario, "--json");

        using JsonDocument json = JsonDocument.Parse(run.Output);
        Assert.Equal(4, json.RootElement.GetProperty("flows").GetArrayLength());
        Assert.Equal(json.RootElement.GetProperty("total_ns").GetDecimal(), json.RootElement.GetProperty("flows").EnumerateArray().Max(f => f.GetProperty("finish_ns").GetDecimal()));
    }

    [Fact]
    public void TimelineHoldsEveryTransmission()
    {
        string file = Path.Combine(Path.GetTempPath(), $"network-timeline-{Environment.ProcessId}.json");
        try
        {
            CommandRun run = CommandRun.Of("network", Scenario, "--json", "--timeline", file);

            using JsonDocument result = JsonDocument.Parse(run.Output);
            using JsonDocument timeline = JsonDocument.Parse(File.ReadAllText(file));
            int spans = timeline.RootElement.GetProperty("traceEvents").EnumerateArray().Count(e => e.GetProperty("ph").GetString() == "X");
            Assert.Equal(result.RootElement.GetProperty("packet_hops").GetInt32(), spans);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void MissingScenarioIsWrongInput()
    {
        CommandRun run = CommandRun.Of("network", "nowhere.json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no file \"nowhere.json\".", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void SweepShowsWhichAlgorithmWasChosen()
    {
        CommandRun run = CommandRun.Of("network", "sweep", "--topology", "nvl8-h100", "--from", "4KiB", "--to", "8KiB", "--algorithm", "chosen");

        Assert.Equal(0, run.ExitCode);
        Snapshot.Verify(run.Output, "csv");
    }

    [Fact]
    public void UnknownAlgorithmIsWrongInput()
    {
        CommandRun run = CommandRun.Of("network", "sweep", "--algorithm", "rings");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean \"ring\"?", run.Errors, StringComparison.Ordinal);
    }
}
