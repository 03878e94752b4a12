using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Comparison;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests.Comparison;

public sealed class RunComparisonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compare").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void DifferencesAreShownWithTheirCauses()
    {
        string first = Run("first", tokens: 1000, ttft: 20, attention: 300, product: 500, bound: "dram_bandwidth"), second = Run("second", tokens: 2000, ttft: 25, attention: 900, product: 1000, bound: "matrix");

        string text = ComparisonText.Of(RunComparison.Of(ComparedRun.Read(first), ComparedRun.Read(second)), all: false);

        Snapshot.Verify(text.Replace(_folder, "RUNS", StringComparison.Ordinal));
    }

    [Fact]
    public void RunComparedWithItselfDiffersInNothing()
    {
        string run = Run("run", 1000, 20, 300, 500, "matrix");

        RunComparison comparison = RunComparison.Of(ComparedRun.Read(run), ComparedRun.Read(run));

        Assert.NotEmpty(comparison.Metrics);
        Assert.All(comparison.Metrics, m => Assert.Equal(0, m.Change));
        Assert.All(comparison.Causes, c => Assert.Equal(0, c.Microseconds));
        Assert.Empty(comparison.Settings);
    }

    [Fact]
    public void MeasuredRunIsComparedByTheNamesItShares()
    {
        string measured = Path.Combine(_folder, "measured.json");
        File.WriteAllText(measured, """{"backend": "vllm", "completed": 10, "mean_ttft_ms": 22.5, "ttfts": [0.1, 0.2], "unknown_to_us": 3}""");

        RunComparison comparison = RunComparison.Of(ComparedRun.Read(Run("run", 1000, 20, 1, 1, "matrix")), ComparedRun.Read(measured));

        Assert.Equal(["mean_ttft_ms"], comparison.Metrics.Select(m => m.Metric));
        Assert.Equal(0.125, comparison.Metrics[0].Change!.Value, 12);
        Assert.Empty(comparison.Causes);
    }

    [Theory]
    [InlineData("missing", null, "there is no run here")]
    [InlineData("text.json", "not json", "this is no JSON")]
    [InlineData("list.json", "[1, 2]", "expected a JSON object")]
    [InlineData("empty.json", "{}", "there is no metric")]
    public void WhatIsNoRunIsRefused(string name, string? content, string message)
    {
        string path = Path.Combine(_folder, name);
        if (content is not null) File.WriteAllText(path, content);

        Assert.Contains(message, Assert.Throws<PresetException>(() => ComparedRun.Read(path)).Message, StringComparison.Ordinal);
    }

    private string Run(string name, int tokens, double ttft, double attention, double product, string bound)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "summary.json"), $$"""
            { "total_output_tokens": {{tokens}}, "mean_ttft_ms": {{ttft}}, "steps": { "count": 40 }, "step_time_s": { "between_operators": 0.1 }, "settings": { "platform": "{{bound}}-machine" } }
            """);
        File.WriteAllText(Path.Combine(folder, "operators.csv"), $"""
            step_class,operator,kind,bound_by,step_time_ms
            decode,attention,attention,dram_bandwidth,{attention}
            decode,mlp,matrix_product,{bound},{product}
            """);
        return folder;
    }
}
