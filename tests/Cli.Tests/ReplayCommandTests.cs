using System.Diagnostics;
using System.Text.Json;
using DeepStack.Sim.Engine.Sampled;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class ReplayCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepstack-replay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AReplayWritesEveryFileAndSaysTheHeadline()
    {
        string output = Path.Combine(_folder, "run");

        CommandRun run = CommandRun.Of("replay", Sample, "--model", "llama-3-8b", "--tp", "2", "--limit", "5", "--memo", "off", "--out", output);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Llama-3 8B as TP 2 on stack3d-8, fidelity sampled", run.Output, StringComparison.Ordinal);
        string[] files = [.. Directory.GetFiles(output).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(
            ["operators-window.csv", "operators.csv", "perf.json", "report.html", "requests.csv", "scenario.yaml", "steps.csv", "summary.json", "timeline.json", "timing-trace.pb"], files);
    }

    [Fact]
    public void AWindowAddsTransactionsAndPacketsToTimingTraceAndTimelineAndChangesNoOtherFile()
    {
        string plain = Path.Combine(_folder, "plain"), close = Path.Combine(_folder, "close"), again = Path.Combine(_folder, "again");
        string[] line = ["replay", Sample, "--model", "llama-3-8b", "--tp", "2", "--limit", "3", "--memo", "off"];

        CommandRun without = CommandRun.Of([.. line, "--out", plain]), with = CommandRun.Of([.. line, "--window", "10ms..10.1ms", "--out", close]);
        Assert.Equal(0, CommandRun.Of("timing-trace", "export", close, "--out", again, "--window", "0s..0.001s").ExitCode);

        Assert.Equal((0, 0), (without.ExitCode, with.ExitCode));
        Assert.Equal(without.Output, with.Output);
        Assert.Matches("Window 10 ms..10100 us: 1 step was simulated again at fidelity event .* stretched to the run's", with.Errors);
        foreach (string file in Directory.GetFiles(plain).Select(f => Path.GetFileName(f)).Except(["perf.json", "timeline.json", "timing-trace.pb"]))
            Assert.Equal(File.ReadAllText(Path.Combine(plain, file)), File.ReadAllText(Path.Combine(close, file)));
        Assert.Equal(File.ReadAllText(Path.Combine(close, "summary.json")), File.ReadAllText(Path.Combine(again, "summary.json")));
        foreach (string timeline in (string[])[close, again])
        {
            string text = File.ReadAllText(Path.Combine(timeline, "timeline.json"));
            Assert.Contains("\"from device\":0,\"to device\":1", text, StringComparison.Ordinal);
            Assert.Contains("\"row\":", text, StringComparison.Ordinal);
        }
        Assert.Contains("transactions and packets of 10 ms..10100 us", CommandRun.Of("timing-trace", "info", close).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void PrefillAndDecodePoolsAreNamedOnTheCommandLine()
    {
        string first = Path.Combine(_folder, "first"), second = Path.Combine(_folder, "second");
        string[] pools = ["--model", "llama-3-8b", "--prefill-pool", "2xTP1", "--decode-pool", "TP2@h100-8", "--kv-transfer", "push", "--kv-network", "infiniband-ndr"];

        CommandRun run = CommandRun.Of(["replay", Sample, .. pools, "--limit", "5", "--fidelity", "analytical", "--out", first]);
        CommandRun again = CommandRun.Of("replay", "--scenario", Path.Combine(first, "scenario.yaml"), "--out", second);

        Assert.Equal((0, 0), (run.ExitCode, again.ExitCode));
        Assert.StartsWith("Llama-3 8B as prefill 2 x TP 1 + decode 1 x TP 2 on stack3d-8 + h100-8, fidelity analytical", run.Output, StringComparison.Ordinal);
        foreach (string file in (string[])["summary.json", "requests.csv", "timeline.json", "report.html", "scenario.yaml"])
            Assert.Equal(File.ReadAllText(Path.Combine(first, file)), File.ReadAllText(Path.Combine(second, file)));
    }

    [Theory]
    [InlineData("--slo", "", "measurement.slo is empty")]
    [InlineData("--slo", "ttft=0s", "measurement.slo cannot be read")]
    [InlineData("--patience", "1e30s", "clients.patience")]
    [InlineData("--step-jitter", "-1", "serving.step_jitter is \"-1\"; expected off, measured")]
    public void AWrongValueIsOneMessageAndLeavesNothing(string option, string value, string message)
    {
        string output = Path.Combine(_folder, "none");

        CommandRun run = CommandRun.Of("replay", Sample, "--model", "llama-3-8b", option, value, "--out", output);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void HeatIsToldInCountersMapsAndWords()
    {
        string output = Path.Combine(_folder, "warm");

        CommandRun run = CommandRun.Of("replay", Sample, "--model", "llama-3-8b", "--tp", "2", "--limit", "5", "--memo", "off", "--thermal", "reduced", "--out", output);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("temperature (C)", File.ReadAllText(Path.Combine(output, "timeline.json")), StringComparison.Ordinal);
        string report = File.ReadAllText(Path.Combine(output, "report.html"));
        foreach (string part in (string[])["section through the stack", "<b>dram3</b>", "peak by a map of mean power", "peak by one resistance", "clock ratio"])
            Assert.Contains(part, report, StringComparison.Ordinal);
        Assert.Contains("mode: reduced", File.ReadAllText(Path.Combine(output, "scenario.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void ATripEndsWithOneAndAnUnknownModeWithTwo()
    {
        CommandRun tripped = CommandRun.Of(
            "replay", Sample, "--model", "llama-3-8b", "--tp", "2", "--limit", "5", "--memo", "off", "--thermal", "reduced", "--set", "thermal.throttle=none", "--set", "thermal.trip=42 C", "--out", Path.Combine(_folder, "hot"));
        CommandRun wrong = CommandRun.Of("replay", Sample, "--model", "llama-3-8b", "--thermal", "redued", "--out", Path.Combine(_folder, "wrong"));

        Assert.Equal(1, tripped.ExitCode);
        Assert.Contains("a device shut down, hotter than 42 C", tripped.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "hot", "summary.json")));
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("Did you mean \"reduced\"?", wrong.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "wrong")));
    }

    [Fact]
    public void ATraceAloneRunsOnTheMachineOfTheSample()
    {
        CommandRun alone = CommandRun.Of("replay", Sample, "--limit", "3", "--memo", "off", "--out", Path.Combine(_folder, "alone"));
        CommandRun partly = CommandRun.Of("replay", Sample, "--limit", "3", "--model", "llama-3-8b", "--memo", "off", "--out", Path.Combine(_folder, "partly"));

        Assert.Equal((0, 0), (alone.ExitCode, partly.ExitCode));
        Assert.Contains("tensor: 8", File.ReadAllText(Path.Combine(_folder, "alone", "scenario.yaml")), StringComparison.Ordinal);
        Assert.Contains("tensor: 1", File.ReadAllText(Path.Combine(_folder, "partly", "scenario.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSampleIsNamedWithoutAPathOfTheMachineAndRunsAgainFromItsScenario()
    {
        string bare = Path.Combine(_folder, "bare"), again = Path.Combine(_folder, "again");
        CommandRun run = CommandRun.Of("replay", "--limit", "3", "--memo", "off", "--out", bare);
        CommandRun saved = CommandRun.Of("replay", "--scenario", Path.Combine(bare, "scenario.yaml"), "--memo", "off", "--out", again);
        CommandRun unknown = CommandRun.Of("replay", "sample:chats", "--memo", "off", "--out", Path.Combine(_folder, "none"));

        Assert.Equal((0, 0, 2), (run.ExitCode, saved.ExitCode, unknown.ExitCode));
        Assert.StartsWith("trace: \"sample:conversation\"\n", File.ReadAllText(Path.Combine(bare, "scenario.yaml")), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Path.Combine(bare, "timing-trace.pb")), File.ReadAllBytes(Path.Combine(again, "timing-trace.pb")));
        Assert.Contains("sample:chats: there is no sample of that name. There are sample:code, sample:conversation, sample:prefixes.", unknown.Errors, StringComparison.Ordinal);
    }

    /// <summary>The process is another one than that of the tests, with settings of its own; its start file is the same for every build, so that cannot be what it goes by.</summary>
    [Fact]
    public void TheProgramKnowsItsBuildByItsAssemblies()
    {
        string memo = Path.Combine(_folder, "memo");
        using var program = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "deepstack.dll"), "replay", "--limit", "1", "--memo", memo, "--out", Path.Combine(_folder, "run")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        program.StandardOutput.ReadToEnd();
        program.WaitForExit();

        Assert.Equal(0, program.ExitCode);
        Assert.Equal("", Assert.Single(MemoFolder.List(memo)).Fault);
    }

    [Fact]
    public void TheSavedScenarioGivesTheSameResults()
    {
        string first = Path.Combine(_folder, "first"), second = Path.Combine(_folder, "second");
        CommandRun.Of("replay", Sample, "--model", "llama-3-8b", "--tp", "2", "--limit", "5", "--memo", "off", "--out", first);

        CommandRun run = CommandRun.Of("replay", "--scenario", Path.Combine(first, "scenario.yaml"), "--memo", "off", "--out", second);

        Assert.Equal(0, run.ExitCode);
        foreach (string file in (string[])["summary.json", "requests.csv", "steps.csv", "timeline.json", "report.html", "scenario.yaml"])
            Assert.Equal(File.ReadAllText(Path.Combine(first, file)), File.ReadAllText(Path.Combine(second, file)));
    }

    [Theory]
    [InlineData("There is no preset \"h100\" among platforms.", "--platform", "h100")]
    [InlineData("There is no preset \"llama-3-7b\" among models.", "--model", "llama-3-7b")]
    [InlineData("64 query heads neither divide over 3 ranks", "--tp", "3", "--model", "llama-3-70b")]
    [InlineData("needs 16 devices and the platform has 8", "--tp", "8", "--dp", "2")]
    [InlineData("does not fit the memory of a device", "--model", "llama-3.1-405b", "--tp", "8")]
    [InlineData("--set: serving.token_bugdet is not known here. Did you mean \"token_budget\"?", "--set", "serving.token_bugdet=5")]
    [InlineData("--set limit: expected path=value", "--set", "limit")]
    [InlineData("--fidelity: fidelity is \"fast\"; expected one of event, sampled", "--fidelity", "fast")]
    [InlineData("--engine-args: serving.max_sequences is \"many\"; expected a whole number", "--engine-args", "--max-num-seqs=many")]
    [InlineData("--prefill-pool: pools.prefill.plan.tensor is 0", "--prefill-pool", "TP0", "--decode-pool", "TP1")]
    [InlineData("expected one of reject, clip, extend", "--overlong", "cut")]
    [InlineData("There is no scenario file", "--scenario", "nowhere.yaml")]
    [InlineData("--prefill-pool 2*TP4: expected replicas, x, TP and devices, such as 2xTP4", "--prefill-pool", "2*TP4", "--decode-pool", "TP4")]
    [InlineData("There is a prefill pool and no decode pool", "--prefill-pool", "2xTP4")]
    [InlineData("\"2s..1s\" is no time window", "--window", "2s..1s")]
    [InlineData("--brief writes neither", "--window", "1s..2s", "--brief")]
    [InlineData("the step model constant:20 ms knows no machine", "--window", "1s..2s", "--step-model", "constant:20 ms")]
    [InlineData("simulated apart", "--window", "1s..2s", "--model", "llama-3-8b", "--pp", "2", "--micro-batches", "2")]
    [InlineData("Join them by kv_transfer.network", "--model", "llama-3-8b", "--prefill-pool", "TP1@h100-8", "--decode-pool", "TP1")]
    [InlineData("expected one of pull, push, layerwise", "--kv-transfer", "drag")]
    public void WrongInputIsOneMessageAndLeavesNothingBehind(string message, params string[] arguments)
    {
        string output = Path.Combine(_folder, "run");

        CommandRun run = CommandRun.Of(["replay", Sample, .. arguments, "--memo", "off", "--out", output]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void ANamedStepModelStandsWhereTheFidelityWouldAndLongTimesStandApart()
    {
        string output = Path.Combine(_folder, "run");

        CommandRun run = CommandRun.Of("replay", Sample, "--model", "llama-3-8b", "--tp", "2", "--limit", "20", "--step-model", "constant:2s", "--fidelity", "event", "--brief", "--out", output);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Llama-3 8B as TP 2 on stack3d-8, fidelity constant:2s", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nE2E( +[0-9,]{6,}\.[0-9]{2} ms){4}\n", run.Output);
        Assert.DoesNotContain("Fidelity event simulates", run.Errors, StringComparison.Ordinal);
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "summary.json")));
        Assert.Equal("constant:2s", summary.RootElement.GetProperty("settings").GetProperty("fidelity").GetString());
    }

    [Fact]
    public void ARequestBeyondTheModelIsRefusedWithItsName()
    {
        string trace = Path.Combine(_folder, "long.csv");
        File.WriteAllText(trace, "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,9000,10\n");

        CommandRun run = CommandRun.Of("replay", trace, "--model", "llama-3-8b", "--memo", "off", "--out", Path.Combine(_folder, "run"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("longer than the model's 8192 tokens: long.csv:2 (9000 + 10).", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void SkippedRowsAreCountedInTheResults()
    {
        string trace = Path.Combine(_folder, "rows.csv"), output = Path.Combine(_folder, "run");
        File.WriteAllText(trace, "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,90,2\n2023-11-16 18:15:47,-1,2\n2023-11-16 18:15:48,90\n");
        string[] command = ["replay", trace, "--model", "llama-3-8b", "--memo", "off", "--out", output];

        CommandRun stopped = CommandRun.Of(command);
        CommandRun skipped = CommandRun.Of([.. command, "--on-error", "skip"]);

        Assert.Equal((2, 0), (stopped.ExitCode, skipped.ExitCode));
        Assert.Contains("rows.csv:3: ContextTokens is \"-1\"", stopped.Errors, StringComparison.Ordinal);
        Assert.Contains("rows.csv:4: the row has 2 cells", stopped.Errors, StringComparison.Ordinal);
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "summary.json")));
        Assert.Equal("2", summary.RootElement.GetProperty("settings").GetProperty("facts").GetProperty("trace").GetProperty("left out: faulty row").GetString());
    }

    [Fact]
    public void AFolderIsNoTrace()
    {
        CommandRun run = CommandRun.Of("replay", _folder, "--memo", "off", "--out", Path.Combine(_folder, "run"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("a folder is there", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void AFolderThatIsNoRunIsNotTouched()
    {
        string output = Path.Combine(_folder, "mine");
        Directory.CreateDirectory(output);
        File.WriteAllText(Path.Combine(output, "letter.txt"), "dear");

        CommandRun run = CommandRun.Of("replay", Sample, "--model", "llama-3-8b", "--limit", "2", "--memo", "off", "--out", output);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("dear", File.ReadAllText(Path.Combine(output, "letter.txt")));
    }

    private static string Sample => Path.Combine(Repository.Root, "traces", "conversation.csv.gz");
}
