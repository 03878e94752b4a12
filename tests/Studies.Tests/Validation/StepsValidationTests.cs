using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;

namespace DeepStack.Sim.Studies.Tests.Validation;

public sealed class StepsValidationTests
{
    private const string Head = "model,batch,mode,sys_prefill_tps,user_prefill_tps,sys_decode_tps\n";

    [Fact]
    public void CapturedDecodeIsJudgedByItsMeanAndTheRestIsReported()
    {
        ValidationRow[] rows = Run(Head + """
            llama3-70b,1,cuda_graphs,1,1,127
            llama3-70b,2,cuda_graphs,1,1,250
            llama3-70b,1024,cuda_graphs,1,1,26000
            llama3-70b,2,eager,1,1,95
            """);

        ValidationRow mean = rows.Single(row => row.Case == "fig09");
        Assert.Equal(0.07, mean.Tolerance);
        Assert.StartsWith("2 rows", mean.Note, StringComparison.Ordinal);
        Assert.Equal(rows.Where(row => row.IsDetail && row.Case.Contains("cuda_graphs", StringComparison.Ordinal)).Average(row => row.Error), mean.Error, 12);
        Assert.Contains("beyond the captured graphs", rows.Single(row => row.Case.EndsWith("batch-1024", StringComparison.Ordinal)).Note, StringComparison.Ordinal);
        Assert.Null(rows.Single(row => row.Case == "fig09/eager").Tolerance);
        Assert.True(rows.Single(row => row.Metric == "batch 1 / batch 2 per user").Ours >= 1);
    }

    [Fact]
    public void EagerStepsAreSlowerThanCapturedOnes()
    {
        ValidationRow[] rows = Run(Head + "llama3-70b,2,cuda_graphs,1,1,250\nllama3-70b,2,eager,1,1,95\n");

        double Rate(string mode) => rows.Single(row => row.Case.Contains(mode + "/", StringComparison.Ordinal)).Ours;
        Assert.True(Rate("eager") < Rate("cuda_graphs"));
    }

    [Fact]
    public void ARowThatCannotBeReadIsNamed() => Assert.Contains(
        "fig09_vllm_8xb200.csv:2: sys_decode_tps is \"fast\"",
        Assert.Throws<PresetException>(() => Run(Head + "llama3-70b,2,cuda_graphs,1,1,fast\n")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void AFolderWithoutMeasuredStepsIsRefused() =>
        Assert.Throws<PresetException>(() => new StepsValidation().Run(new ValidationRequest(Directory.CreateTempSubdirectory().FullName)).ToList());

    private static ValidationRow[] Run(string file)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "fig09_vllm_8xb200.csv"), file);
        return [.. new StepsValidation().Run(new ValidationRequest(folder))];
    }
}
