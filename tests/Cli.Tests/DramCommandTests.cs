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
    [InlineData("12 R fffffffffff", "hbm3", "frfcfs", "lies outside the DRAM")]
    public void WrongInputIsNamedWithExitCodeTwo(string line, string dram, string scheduler, string message)
    {
        CommandRun run = CommandRun.Of("dram", Written("bad.trace", line), "--dram", dram, "--scheduler", scheduler);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tasa", "--size", "2KiB", "--temperature", "105C")]
    [InlineData("stratum", "--size", "8KiB", "--row-policy", "closed")]
    [InlineData("h100-hbm3", "--refresh", "per-bank", "--queue", "8")]
    public void TraceIsReplayedOnAStack(string dram, params string[] choices)
    {
        string trace = Written("stack.trace", string.Concat(Enumerable.Range(0, 200).Select(i => $"{i} {(i % 3 == 0 ? 'W' : 'R')} {i * 0x1240:x}0\n")));
        string output = Path.Combine(_folder, "out"), commands = Path.Combine(_folder, "commands.csv"), timeline = Path.Combine(_folder, "timeline.json");

        CommandRun run = CommandRun.Of(["dram", trace, "--dram", dram, "--check", "--json", "--out", output, "--commands", commands, "--timeline", timeline, .. choices]);

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("0 violations", run.Errors, StringComparison.Ordinal);
        using var summary = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.Equal((133, 67), (summary.RootElement.GetProperty("reads").GetInt32(), summary.RootElement.GetProperty("writes").GetInt32()));
        foreach (string figure in new[] { "bandwidth_g_bps", "command_energy_pj", "standby_energy_pj", "channels_used", "row_misses" })
            Assert.True(summary.RootElement.GetProperty(figure).GetDouble() > 0, figure);
        long issued = summary.RootElement.GetProperty("commands").EnumerateObject().Where(c => c.Name is "ACT" or "RD" or "WR").Sum(c => c.Value.GetInt64());
        Assert.Equal(issued, File.ReadLines(commands).Count(line => line.Split(',')[1] is "ACT" or "RD" or "WR"));
        using var parsed = System.Text.Json.JsonDocument.Parse(File.ReadAllText(timeline));
        Assert.True(parsed.RootElement.GetProperty("traceEvents").GetArrayLength() > issued);
    }

    [Theory]
    [InlineData("ddr4-3200")]
    [InlineData("hbm4")]
    [InlineData("lpddr5-6400")]
    [InlineData("gddr6")]
    public void ChoicesReachTheScheduler(string dram)
    {
        string trace = Written("choices.trace", string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i * 40} R {i * 0x40:x}\n")));

        CommandRun open = CommandRun.Of("dram", trace, "--dram", dram, "--refresh", "none", "--check"), closed = CommandRun.Of("dram", trace, "--dram", dram, "--row-policy", "closed", "--temperature", "90C", "--check");

        Assert.Equal((ExitCodes.Done, ExitCodes.Done), (open.ExitCode, closed.ExitCode));
        Assert.DoesNotContain("REFab", open.Output, StringComparison.Ordinal);
        Assert.Contains("REFab", closed.Output, StringComparison.Ordinal);
        Assert.NotEqual(open.Output, closed.Output);
    }

    [Theory]
    [InlineData("ddr4-3200", "--size 64B", "--size is for stacks")]
    [InlineData("tasa", "--scheduler frfcfs", "are for channels")]
    [InlineData("tasa", "--size 0", "is no size")]
    [InlineData("tasa", "--queue 0", "holds none")]
    [InlineData("tasa", "--refresh some", "There is no refresh mode \"some\"")]
    [InlineData("ddr4-3200", "--refresh per-bank", "gives no tRFCpb")]
    [InlineData("hbm3", "--refresh staggered", "goes over the layers of a stack")]
    [InlineData("hbm3", "--refresh per-bank --scheduler ramulator", "refreshes all banks at once")]
    [InlineData("hbm3", "--row-policy closed --scheduler dramsim3", "takes no choices")]
    [InlineData("hbm3", "--hit-cap 4", "is for --scheduler frfcfs-cap")]
    [InlineData("hbm3", "--row-policy closed --row-timeout 9", "is for --row-policy timeout")]
    [InlineData("tasa", "--row-timeout 9", "is for --row-policy timeout")]
    [InlineData("tasa", "--row-policy timeout --row-timeout -9", "has passed before it begins")]
    [InlineData("hbm3", "--row-policy opened", "Did you mean \"open\"?")]
    [InlineData("hbm3", "--write-drain 16:48", "do not fit a buffer of 64")]
    [InlineData("hbm3", "--write-drain many", "is no pair of watermarks")]
    [InlineData("hbm3", "--temperature warm", "is no temperature")]
    [InlineData("hbm5", "", "Did you mean \"hbm")]
    public void WrongChoicesAreNamedWithExitCodeTwo(string dram, string choices, string message)
    {
        CommandRun run = CommandRun.Of(["dram", Written("good.trace", "0 R 40"), "--dram", dram, .. choices.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dram/ddr4-3200", "tRC: 74", "tRC: 70", "wrong.yaml:16: timing.tRC is 70 clocks, less than tRAS + tRP = 74")]
    [InlineData("dram/ddr4-3200", "tRP: 22", "tRP: -3", "wrong.yaml:14: timing.tRP is \"-3\"")]
    [InlineData("dram/ddr4-3200", "at_least: tRCD,", "at_least: tRCX,", "wrong.yaml:31: rules[0].at_least cannot be evaluated")]
    [InlineData("dram/ddr4-3200", "[row, bank, group, stack, rank, column]", "[row, group, stack, rank, column]", "wrong.yaml:8: address_map does not cover bank")]
    [InlineData("dram-stacks/tasa", "tRAS: 34 ns", "tRAS: 44 ns", "timing.tRC is 23 clocks, less than tRAS + tRP")]
    [InlineData("dram-stacks/tasa", "connected: 1", "connected: 9", "layers.connected")]
    public void WrongFilesAreNamedByLineWithExitCodeTwo(string preset, string good, string bad, string message)
    {
        string text = File.ReadAllText(Path.Combine(Testing.Repository.Root, "src/Presets/Data", preset + ".yaml"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        string file = Written("wrong.yaml", text.Replace(good, bad, StringComparison.Ordinal));

        CommandRun run = CommandRun.Of("dram", Written("good.trace", "0 R 40"), "--dram", file);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void MatrixIsMultipliedByUnitsInMemory()
    {
        CommandRun text = CommandRun.Of("dram", "gemv", "--pim", "l3-dimm-bank", "--matrix", "16MiB"), json = CommandRun.Of("dram", "gemv", "--pim", "l3-dimm-rank", "--matrix", "16MiB", "--json");

        Assert.Equal((ExitCodes.Done, ExitCodes.Done), (text.ExitCode, json.ExitCode));
        Assert.Contains("over 64 ranks", text.Output, StringComparison.Ordinal);
        using var parsed = System.Text.Json.JsonDocument.Parse(json.Output);
        Assert.Equal(16 << 20, parsed.RootElement.GetProperty("counts").GetProperty("accesses").GetInt64() * 64);
    }

    [Theory]
    [InlineData("--matrix", "0", "is no size of at least 1 B")]
    [InlineData("--matrix", "64TiB", "does not fit")]
    [InlineData("--input", "much", "is no size")]
    [InlineData("--pim", "l3-dimm-banks", "Did you mean")]
    public void WrongProductsAreNamedWithExitCodeTwo(string option, string value, string message)
    {
        CommandRun run = CommandRun.Of("dram", "gemv", option, value);

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
