using System.IO.Compression;
using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests;

public sealed class ServingValidationTests
{
    [DataFact("reference/serving")]
    public void TheRecordedSchedulerRunIsRepeatedExactly()
    {
        var request = new ValidationRequest(Repository.DataPath("reference/serving")) { TokenBudget = 2048, MaxSequences = 256 };

        List<ValidationRow> rows = [.. new SchedulerValidation().Run(request)];

        Assert.Equal(9679, rows.Single(row => row.Metric == "steps").Ours);
        Assert.All(rows, row => Assert.True(row.Passes, row.ToString()));
    }

    [DataFact("reference/measured")]
    public void RealRunsAreMetWithinTheirTolerances()
    {
        var request = new ValidationRequest(Repository.DataPath("reference/measured")) { TracesDirectory = Repository.DataPath("traces") };

        List<ValidationRow> rows = [.. ServingValidation.Replays(request)];

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Passes, row.ToString()));
    }

    [DataFact("reference/measured")]
    public void EveryServingPointIsReplayedOrCountedByReason()
    {
        string[] lines = Lines(Repository.DataPath("reference/measured/silicon_serving_points.csv.gz"));
        string[] chosen = [lines[0], .. lines.Skip(1).Where(IsOneOfAFew).Take(2), .. lines.Skip(1).Where(l => !l.Contains("Llama-3.1-70B", StringComparison.Ordinal)).Take(300)];
        string folder = FolderWith("silicon_serving_points.csv", chosen);

        List<ValidationRow> rows = [.. new ServingValidation().Run(new ValidationRequest(folder))];

        Assert.Equal(chosen.Length - 1, rows.Single(r => r.Metric == "rows replayed").Ours + rows.Where(r => r.Metric == "rows skipped").Sum(r => r.Reference));
        Assert.Equal(4, rows.Count(r => r.IsDetail));
        Assert.Contains(rows, r => r.Metric == "rows skipped" && r.Note.StartsWith("no preset of the", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);

        static bool IsOneOfAFew(string line) => line.StartsWith("vllm,,meta-llama/Llama-3.1-70B,h100_sxm,fp8,agg,1024,1024,", StringComparison.Ordinal) && line.EndsWith(",4.0", StringComparison.Ordinal);
    }

    [DataFact("reference/measured")]
    public void DisaggregatedPointsAreListedByMachineAndPools()
    {
        string[] lines = Lines(Repository.DataPath("reference/measured/silicon_serving_points.csv.gz"));
        string[] pools = [.. lines.Where(l => l.Contains(",disagg,", StringComparison.Ordinal))];
        string folder = FolderWith("silicon_serving_points.csv", [lines[0], .. pools]);

        ValidationRow[] skipped = [.. new ServingValidation().Run(new ValidationRequest(folder)).Where(r => r.Metric == "rows skipped")];

        Assert.Equal(pools.Length, skipped.Sum(r => r.Reference));
        Assert.All(skipped, row => Assert.Contains("prefill ", row.Case, StringComparison.Ordinal));
        Assert.Contains(skipped, row => row.Note.Contains("KV blocks", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void MeasuredRunsThatAreNotReplayedAreListedWithTheReason()
    {
        string folder = FolderWith("apex_vllm_8xh100.csv", ["engine,case", "vllm,llama_creation_025_2DP4TP_0", "vllm,llama_creation_025_2DP4TP_1", "vllm,llama_creation_025_8TP"]);

        ValidationRow[] rows = [.. new ServingValidation().Run(new ValidationRequest(folder))];

        Assert.Equal(["apex_vllm_8xh100, llama_creation_025_2DP4TP", "apex_vllm_8xh100, llama_creation_025_8TP"], rows.Select(r => r.Case));
        Assert.Equal([2, 1], rows.Select(r => r.Reference));
        Assert.All(rows, row => Assert.Contains("no engine profile", row.Note, StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [DataFact("reference/measured")]
    public void BatchesThatASlowHostLaunchedAreMetWithinTheirTolerance()
    {
        string folder = FolderWith("splitwise_prompt_token_latency.csv", File.ReadAllLines(Repository.DataPath("reference/measured/splitwise_prompt_token_latency.csv")));

        ValidationRow[] medians = [.. new ServingValidation().Run(new ValidationRequest(folder)).Where(r => r.Tolerance is not null)];

        Assert.Equal(5, medians.Length);
        Assert.All(medians, row => Assert.True(row.Passes, row.ToString()));
        Directory.Delete(folder, recursive: true);
    }

    [Trait("speed", "slow")]
    [DataFact("reference/measured")]
    public void ServingPointsOfADenseModelAreMetWithinTheirTolerances()
    {
        string[] lines = Lines(Repository.DataPath("reference/measured/silicon_serving_points.csv.gz"));
        string folder = FolderWith("silicon_serving_points.csv", [lines[0], .. lines.Where(l => l.StartsWith("vllm,0.12.0,nvidia/Llama-3.1-8B", StringComparison.Ordinal))]);

        ValidationRow[] medians = [.. new ServingValidation().Run(new ValidationRequest(folder)).Where(r => r.Tolerance is not null)];

        Assert.Equal(2, medians.Length);
        Assert.All(medians, row => Assert.True(row.Passes, row.ToString()));
        Directory.Delete(folder, recursive: true);
    }

    private static string FolderWith(string file, string[] lines)
    {
        string folder = Directory.CreateTempSubdirectory("deepstack-points-").FullName;
        File.WriteAllLines(Path.Combine(folder, file), lines);
        return folder;
    }

    private static string[] Lines(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
