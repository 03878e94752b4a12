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
        string[] few = [.. lines.Where(IsOneOfAFew).Take(2)];
        string[] chosen = [lines[0], .. few, few[0].Replace("Llama-3.1-70B", "Unheard-70B", StringComparison.Ordinal), .. lines.Skip(1).Where(l => !l.Contains(",agg,", StringComparison.Ordinal) || !l.StartsWith("vllm", StringComparison.Ordinal)).Take(300)];
        string folder = FolderWith("silicon_serving_points.csv", chosen);

        List<ValidationRow> rows = [.. new ServingValidation().Run(new ValidationRequest(folder))];

        Assert.Equal(chosen.Length - 1, rows.Single(r => r.Metric == "rows replayed").Ours + rows.Where(r => r.Metric == "rows skipped").Sum(r => r.Reference));
        Assert.Equal(4, rows.Count(r => r.IsDetail));
        Assert.Contains(rows, r => r.Metric == "rows skipped" && r.Note.StartsWith("no preset of the model Unheard", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);

        static bool IsOneOfAFew(string line) => line.StartsWith("vllm,,meta-llama/Llama-3.1-70B,h100_sxm,fp8,agg,1024,1024,", StringComparison.Ordinal) && line.EndsWith(",4.0", StringComparison.Ordinal);
    }

    [DataFact("reference/measured")]
    public void OfALongTableEverySecondRowIsTakenAndTheOthersAreCounted()
    {
        string[] lines = Lines(Repository.DataPath("reference/measured/silicon_serving_points.csv.gz"));
        string unheard = lines.First(l => l.StartsWith("vllm,0.19.0,MiniMaxAI/MiniMax-M2.5,", StringComparison.Ordinal)).Replace("MiniMax-M2.5", "Unheard", StringComparison.Ordinal);
        string folder = FolderWith("silicon_serving_points.csv", [lines[0], .. Enumerable.Repeat(unheard, 301)]);

        ValidationRow[] skipped = [.. new ServingValidation().Run(new ValidationRequest(folder)).Where(r => r.Metric == "rows skipped")];

        Assert.Equal([151, 150], skipped.Select(r => r.Reference));
        Assert.Equal(["no preset of the model Unheard", "one row of 2 is replayed"], skipped.Select(r => r.Note));
        Directory.Delete(folder, recursive: true);
    }

    [DataFact("reference/measured")]
    public void PointsThatStandInTheTableOnceMoreWithAttentionGroupsTheyDidNotHaveAreReadAsTheOthers()
    {
        string[] lines = Lines(Repository.DataPath("reference/measured/silicon_serving_points.csv.gz"));
        const string load = "vllm,0.17.0,moonshotai/Kimi-K2.5,b200_sxm,fp4,agg,1024,1024,nvfp4,nvfp4,";
        string grouped = lines.Single(l => l.StartsWith(load + "1.0,4.0,1.0,4.0,1.0,16.0,", StringComparison.Ordinal));
        string plain = lines.Single(l => l.StartsWith(load + "4.0,4.0,1.0,1.0,1.0,4.0,", StringComparison.Ordinal) && l.Contains(",169.94,", StringComparison.Ordinal));
        string folder = FolderWith("silicon_serving_points.csv", [lines[0], grouped, plain]);

        ValidationRow[] points = [.. new ServingValidation().Run(new ValidationRequest(folder)).Where(r => r.IsDetail)];

        Assert.All(points, row => Assert.Contains("as TP 4, EP 4,", row.Case, StringComparison.Ordinal));
        Assert.Equal(points.Take(2).Select(r => r.Ours), points.Skip(2).Select(r => r.Ours));
        Directory.Delete(folder, recursive: true);
    }

    [DataFact("reference/measured")]
    public void RanksWithRequestsOfTheirOwnAreReplayedInLockStep()
    {
        string[] lines = Lines(Repository.DataPath("reference/measured/silicon_serving_points.csv.gz"));
        string folder = FolderWith("silicon_serving_points.csv", [lines[0], lines.First(l => l.StartsWith("vllm,0.12.0,Qwen/Qwen3-235B-A22B-FP8,h200_sxm,fp8,agg,1000,100,fp8,fp8,8.0,1.0,", StringComparison.Ordinal))]);

        ValidationRow[] points = [.. new ServingValidation().Run(new ValidationRequest(folder)).Where(r => r.IsDetail)];

        Assert.Equal(2, points.Length);
        Assert.All(points, row => Assert.Contains("as TP 1, attention DP 2,", row.Case, StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
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
    public void MeasuredRunsThatAreNotReplayedAreListedWithWhatIsMissing()
    {
        string folder = FolderWith("vllm085_8replica_multiround.csv", ["setup,router,ttft_s", "naive,random,1", "naive,random,2", "cached,random,3"]);
        File.WriteAllLines(Path.Combine(folder, "h200x8_vllm_concurrency_sweep.csv"), ["device,model_id,parallel", "8xH200,zai-org/GLM-9-FP8,tp8", "8xH200,meta-llama/Llama-3.1-8B,pp2"]);

        ValidationRow[] rows = [.. new ServingValidation().Run(new ValidationRequest(folder))];

        Assert.Equal(
            [("GLM-9-FP8", 1), ("Llama-3.1-8B", 1), ("naive", 2), ("cached", 1)], rows.Select(r => (r.Case.Split(", ")[1].Split('/')[^1], (int)r.Reference)));
        Assert.Equal("no preset of the model GLM-9-FP8", rows[0].Note);
        Assert.Equal("the plan pp2 is not known", rows[1].Note);
        Assert.All(rows[2..], row => Assert.StartsWith("the rows do not say the device; which prompts", row.Note, StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void AClosedLoopOfAKnownModelIsReplayed()
    {
        string folder = FolderWith("h200x8_vllm_concurrency_sweep.csv", [
            "device,model_id,parallel,isl,osl,concurrency,num_prompts,median_ttft,median_tpot,median_e2el",
            "8xH200,meta-llama/Llama-3.1-8B,tp2,512,32,4,8,0.02,0.004,0.15",
        ]);

        ValidationRow[] rows = [.. new ServingValidation().Run(new ValidationRequest(folder))];

        Assert.Equal(["sweep median_ttft_s", "sweep median_tpot_s", "sweep median_e2el_s"], rows.Select(r => r.Metric));
        Assert.All(rows, row => Assert.InRange(row.Ours, 0.3 * row.Reference, 3 * row.Reference));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void SharesOfATraceAreReplayedOnlyWhereTheirPromptsAreThoseOfTheRow()
    {
        string folder = FolderWith("apex_vllm_8xh100.csv", [
            "engine,case,prompt_tokens,output_tokens,mean_ttft_s,mean_tpot_s,sum_request_latency_s,device",
            "vllm,llama_talk_05_2DP8TP_0,400,20,0.04,0.014,0.4,8xH100-SXM",
            "vllm,llama_talk_05_2DP8TP_1,999,20,0.04,0.014,0.4,8xH100-SXM",
            "vllm,llama_talk_05_8TP,,,,,,8xH100-SXM",
            "vllm,llama_song_05_8TP,400,20,0.04,0.014,0.4,8xH100-SXM",
            "vllm,panda_talk_05_8TP,400,20,0.04,0.014,0.4,8xH100-SXM",
        ]);
        File.WriteAllLines(Path.Combine(folder, "apex_llama_talk_05.csv"), ["offset_s,input_tokens,output_tokens", "0,100,40", "1,500,40", "2,300,40"]);

        ValidationRow[] rows = [.. new ServingValidation().Run(new ValidationRequest(folder) { TracesDirectory = folder })];
        ValidationRow[] untraced = [.. new ServingValidation().Run(new ValidationRequest(folder))];

        Assert.Equal(["apex mean_ttft_ms", "apex mean_tpot_ms", "apex latency_sum_s"], rows.Where(r => r.IsDetail).Select(r => r.Metric));
        Assert.All(rows.Where(r => r.IsDetail), row => Assert.InRange(row.Error, 0, 0.5));
        Assert.Equal(
            ["its prompts hold 2.0 times the tokens of its share of the trace", "no values, or a case without trace and layout", "no trace apex_llama_song_05", "no trace apex_panda_talk_05"],
            rows.Where(r => r.Metric == "rows skipped").Select(r => r.Note));
        Assert.Equal(5, untraced.Sum(r => r.Reference));
        Directory.Delete(folder, recursive: true);
    }

    [Trait("speed", "slow")]
    [DataFact("reference/measured")]
    public void RunsOfOneToFourReplicasOfLateVllmComeClose()
    {
        string folder = FolderWith("apex_vllm_8xh100.csv", File.ReadAllLines(Repository.DataPath("reference/measured/apex_vllm_8xh100.csv")));

        ValidationRow[] rows = [.. new ServingValidation().Run(new ValidationRequest(folder) { TracesDirectory = Repository.DataPath("traces") })];

        Assert.Equal(48, rows.Count(r => r.Metric == "apex mean_tpot_ms") + rows.Where(r => r.Metric == "rows skipped").Sum(r => r.Reference));
        Assert.InRange(rows.Single(r => r.Metric == "apex mean_tpot_ms mean error").Ours, 0, 0.10);
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
    public void ServingPointsOfAMixtureOfExpertsAreMetWithinTheirTolerances()
    {
        string[] lines = Lines(Repository.DataPath("reference/measured/silicon_serving_points.csv.gz"));
        string folder = FolderWith("silicon_serving_points.csv", [lines[0], .. lines.Where(l => l.StartsWith("vllm,0.19.0,MiniMaxAI/MiniMax-M2.5,b200_sxm,fp8,agg,1024,", StringComparison.Ordinal))]);

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
