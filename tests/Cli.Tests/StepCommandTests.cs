using System.Text.Json;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.TimingTraces;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class StepCommandTests : IDisposable
{
    private const string Step = "step --model llama-3-8b --platform stack3d-8 --tp 2";

    private readonly string _folder = Directory.CreateTempSubdirectory("step").FullName;

    [Fact]
    public void HelpIsAsReviewed() => Snapshot.Verify(CommandRun.Of("step", "--help").Output.Replace("testhost", "deepstack", StringComparison.Ordinal));

    [Fact]
    public void AStepShowsWhereItsTimeGoes()
    {
        string[] lines = Run($"{Step} --batch 8 --context 500").Output.Split('\n');

        Assert.Equal(["time", "bound by", "utilisation", "communication", "energy"], lines[..5].Select(l => l[..14].TrimEnd()));
        Assert.Contains(lines, l => l.StartsWith("DRAM banks ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("qkv_proj ", StringComparison.Ordinal) && l.Contains("DRAM data rate", StringComparison.Ordinal));
    }

    [Fact]
    public void SequencesInPrefillJoinThoseThatDecode()
    {
        CommandRun run = Run($"{Step} --batch 4 --context 500 --prefill 300 100 --prefill-context 64");

        Assert.Contains("300 + 100 prompt tokens after 64, 4 decoding after 500 tokens", run.Errors, StringComparison.Ordinal);
        Assert.Contains("attention_prefill", run.Output, StringComparison.Ordinal);
        Assert.Contains("attention_decode", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OperatorsAddUpToTheStepAndTheTimelineHoldsThemAll()
    {
        string timeline = Path.Combine(_folder, "step.json");

        using JsonDocument json = JsonDocument.Parse(Run($"{Step} --json --timeline {timeline}").Output);

        JsonElement root = json.RootElement;
        JsonElement[] operators = [.. root.GetProperty("operators").EnumerateArray()];
        long sum = operators.Sum(op => op.GetProperty("elapsed_ps").GetInt64() * op.GetProperty("runs").GetInt64());
        Assert.Equal(root.GetProperty("elapsed_ps").GetInt64(), sum, (a, b) => Math.Abs(a - b) <= operators.Length * 40L);
        using JsonDocument shown = JsonDocument.Parse(File.ReadAllText(timeline));
        Assert.True(shown.RootElement.GetProperty("traceEvents").GetArrayLength() > operators.Sum(op => op.GetProperty("runs").GetInt32()));
    }

    [Fact]
    public void TransactionsOfAWindowAreInTimelineAndTimingTraceAlike()
    {
        string plain = Path.Combine(_folder, "plain.pb"), trace = Path.Combine(_folder, "step.pb"), timeline = Path.Combine(_folder, "step.json"), again = Path.Combine(_folder, "again.json");

        CommandRun without = Run($"{Step} --batch 8 --context 500 --timing-trace {plain}"), with = Run($"{Step} --batch 8 --context 500 --window 100us..100.5us --timeline {timeline} --timing-trace {trace}");
        Assert.Equal(ExitCodes.Done, Run($"timing-trace timeline {trace} --out {again}").ExitCode);

        RecordedRun silent = Read(plain), run = Read(trace);
        Assert.Equal(without.Output, with.Output);
        Assert.Empty(silent.Spans);
        Assert.Equal(silent.Operators, run.Operators);
        Assert.All(run.Spans, span => Assert.True(TimeWindow.Parse("100us..100.5us").Meets(span.Start, span.End)));
        Assert.Contains(run.Spans, span => run.Names[span.Name] == "read, row opened for it" && span.Row >= 0 && span.Argument > 0 && run.Tracks[span.Track].Name.EndsWith("/bank 0", StringComparison.Ordinal));
        Assert.Contains("\"row\":", File.ReadAllText(timeline), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(timeline), File.ReadAllBytes(again));
    }

    [Theory]
    [InlineData("sampled")]
    [InlineData("analytical")]
    public void OtherFidelitiesLieNearTheSimulatedStep(string fidelity)
    {
        double simulated = ElapsedOf($"{Step} --batch 8 --context 500 --json"), other = ElapsedOf($"{Step} --batch 8 --context 500 --json --fidelity {fidelity}");

        Assert.Equal(1, other / simulated, 0.02);
    }

    [Theory]
    [InlineData(Step + " --batch 0", "The step is empty: --batch is 0 and there is no --prefill.")]
    [InlineData(Step + " --batch -1", "--batch is -1; expected at least 0.")]
    [InlineData(Step + " --prefill 0", "--prefill is 0; expected at least 1.")]
    [InlineData(Step + " --context 8192", "A sequence of 8193 tokens is longer than the 8192 that Llama-3 8B holds. Lower --context.")]
    [InlineData("step --model llama-3-8b --platform stack3d-8 --tp 3", "neither divide over 3 ranks")]
    [InlineData("step --model llama-3-8b --platform stack3d-8 --tp 16", "TP 16 needs 16 devices and the platform has 8")]
    [InlineData("step --model llama-3-70b --platform h100-8 --tp 1", "layer weights 127.50, embedding 1.96, LM head 1.96")]
    [InlineData(Step + " --batch 2000 --context 8000", "does not fit the memory of a device with 976.68 GiB of KV for 16002000 tokens")]
    [InlineData("step --model llama-3-70b --platform stack3d-8 --tp 8 --weight-placement replicated", "layer weights 63.76")]
    [InlineData("step --model llama-3-8b --platform h100-8 --kv-placement near", "names no mesh of cores")]
    [InlineData(Step + " --window 1us..2us", "none is written. Give --timeline or --timing-trace.")]
    [InlineData(Step + " --window 1us..2us --timeline x.json --fidelity sampled", "fidelity sampled has none. Use --fidelity event.")]
    [InlineData(Step + " --window 1us..2us --timeline x.json --fidelity analytical", "fidelity analytical has none. Use --fidelity event.")]
    [InlineData(Step + " --window 1us..2us --timeline x.json --overlap interleaved", "parts that are simulated apart")]
    [InlineData(Step + " --window 1s..2s --timeline x.json", "--window begins at 1 s and all has ended at")]
    [InlineData(Step + " --overlap chunks", "\"chunks\" is no overlap; expected none, or some of chunked, prefetch, interleaved")]
    [InlineData(Step + " --overlap none --overlap-chunks 4", "4 chunks belong to chunked overlap")]
    [InlineData("step --model llama-3-8c --platform stack3d-8", "Did you mean \"llama-3-8b\"?")]
    [InlineData("step --model llama-3-8b --platform stack3d-9", "Did you mean \"stack3d-8\"?")]
    public void WrongInputSaysHowToMendIt(string line, string message)
    {
        CommandRun run = Run(line);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void PlanPlacementAndOverlapAreNamed()
    {
        CommandRun run = Run($"{Step} --overlap chunked+prefetch --kv-placement near --timeline {Path.Combine(_folder, "new", "step.json")}");

        Assert.Contains("Llama-3 8B as TP 2, overlap in 4 chunks, overlap prefetch, KV near on 2 of the 8 devices of stack3d-8", run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "new", "step.json")));
    }

    [Theory]
    [InlineData("graphs", 9, false)]
    [InlineData("graphs", 513, true)]
    [InlineData("eager", 16, true)]
    public void TheHostIsWaitedForWhereNoGraphIsCaptured(string launch, int batch, bool waits)
    {
        string output = Run($"step --model llama-3-8b --platform h100-8 --tp 8 --context 100 --batch {batch} --launch {launch}").Output;

        Assert.Equal(waits, output.Contains("host_launch ", StringComparison.Ordinal));
    }

    [Fact]
    public void AContextThatJustFitsIsTimed() => Assert.Equal(ExitCodes.Done, Run($"{Step} --context 8191").ExitCode);

    [Fact]
    public void DecodeAttentionRunsInTheMemoryOfAMachineThatHasOne()
    {
        string timeline = Path.Combine(_folder, "memory.json");

        string[] lines = Run($"step --model llama-3.1-70b --platform l3-a100-8 --tp 8 --batch 16 --context 9000 --prefill 512 --overlap interleaved --timeline {timeline}").Output.Split('\n');

        Assert.Contains(lines, l => l.StartsWith("attention_in_memory ", StringComparison.Ordinal) && l.EndsWith("64 ranks of L3 DIMM-PIM, units beside banks", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("attention_kv_write ", StringComparison.Ordinal) && l.EndsWith("pcie4-x16", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("attention_prefill ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("attention_decode ", StringComparison.Ordinal));
        Assert.Contains("\"attention memory\"", File.ReadAllText(timeline), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model llama-3.1-70b --tp 8 --batch 60 --context 130000", "the attention memory holds 2 TB")]
    [InlineData("--model llama-3.1-70b --tp 1 --prefill 512", "does not fit the memory of a device")]
    [InlineData("--model llama-3.1-70b --tp 4 --pp 2 --batch 4", "pipeline parallelism is 2")]
    [InlineData("--model deepseek-v3 --tp 8 --batch 4", "multi-head and grouped-query attention only")]
    public void WhatAnAttentionMemoryCannotDoIsRefusedInOneMessage(string line, string message)
    {
        CommandRun run = Run($"step --platform l3-a100-8 {line}");

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static double ElapsedOf(string line)
    {
        using JsonDocument json = JsonDocument.Parse(Run(line).Output);
        return json.RootElement.GetProperty("elapsed_ps").GetDouble();
    }

    private static RecordedRun Read(string trace)
    {
        var run = new RecordedRun();
        Assert.True(TimingTraceReader.Read(trace, run).IsWhole);
        return run;
    }

    private static CommandRun Run(string line) => CommandRun.Of(line.Split(' '));
}
