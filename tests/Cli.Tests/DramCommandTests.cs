namespace DeepStack.Sim.Cli.Tests;

public sealed class DramCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dram").FullName;

    [Fact]
    public void TraceIsReplayedCheckedAndWritten()
    {
        string trace = Written("requests.trace", string.Concat(Enumerable.Range(0, 200).Select(i => $"{i} {(i % 3 == 0 ? 'W' : 'R')} {i * 0x1240:x}0\n")));
        string output = Path.Combine(_folder, "out"), commands = Path.Combine(_folder, "commands.csv"), timeline = Path.Combine(_folder, "timeline.json");

        CommandRun run = CommandRun.Of("dram", trace, "--dram", "ddr4-3200", "--scheduler", "ramulator", "--check", "--out", output, "--commands", commands, "--timeline", timeline);

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("DDR4-3200, scheduler ramulator: 133 reads, 67 writes", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 violations", run.Errors, StringComparison.Ordinal);
        Assert.StartsWith("tick,command,rank,bank_group,bank,row,column\n1,ACT,", File.ReadAllText(commands), StringComparison.Ordinal);
        Assert.Equal(["latency.csv", "summary.json"], Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var parsed = System.Text.Json.JsonDocument.Parse(File.ReadAllText(timeline));
        Assert.True(parsed.RootElement.GetProperty("traceEvents").GetArrayLength() > 200);
    }

    [Theory]
    [InlineData("12 X 40", "ddr4-3200", "frfcfs", "is no request")]
    [InlineData("12 R 40", "ddr4-3100", "frfcfs", "Did you mean \"ddr4-3200\"?")]
    [InlineData("12 R 40", "ddr4-3200", "frfcf", "Did you mean \"frfcfs\"?")]
    [InlineData("12 R 40", "lpddr5-6400", "dramsim3", "opens rows with two commands")]
    [InlineData("12 R 40", "hbm4", "dramsim3", "at most 64")]
    [InlineData("12 R fffffffffff", "hbm3", "frfcfs", "lies outside the channel")]
    public void WrongInputIsNamedWithExitCodeTwo(string line, string dram, string scheduler, string message)
    {
        CommandRun run = CommandRun.Of("dram", Written("bad.trace", line), "--dram", dram, "--scheduler", scheduler);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void SweepWritesTablesAndPicture()
    {
        string output = Path.Combine(_folder, "sweep");

        CommandRun run = CommandRun.Of("dram", "sweep", "--stack", "sedram", "--out", output);

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Equal(["layers.csv", "transactions.csv", "transactions.svg"], Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(output, "transactions.svg")), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Written(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
