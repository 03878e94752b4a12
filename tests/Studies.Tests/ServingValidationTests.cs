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
        string folder = Directory.CreateTempSubdirectory("deepstack-points-").FullName;
        string[] lines = Lines(Repository.DataPath("reference/measured/silicon_serving_points.csv.gz"));
        string[] chosen = [lines[0], .. lines.Skip(1).Where(IsOneOfAFew).Take(2), .. lines.Skip(1).Where(l => !l.Contains("Llama-3.1-70B", StringComparison.Ordinal)).Take(300)];
        File.WriteAllLines(Path.Combine(folder, "silicon_serving_points.csv"), chosen);

        List<ValidationRow> rows = [.. new ServingValidation().Run(new ValidationRequest(folder))];

        Assert.Equal(chosen.Length - 1, rows.Single(r => r.Metric == "rows replayed").Ours + rows.Where(r => r.Metric == "rows skipped").Sum(r => r.Reference));
        Assert.Equal(4, rows.Count(r => r.IsDetail));
        Assert.Contains(rows, r => r.Metric == "rows skipped" && r.Note.StartsWith("no preset of the", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);

        static bool IsOneOfAFew(string line) => line.StartsWith("vllm,,meta-llama/Llama-3.1-70B,h100_sxm,fp8,agg,1024,1024,", StringComparison.Ordinal) && line.EndsWith(",4.0", StringComparison.Ordinal);
    }

    private static string[] Lines(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
