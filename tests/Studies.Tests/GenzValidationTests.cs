using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests;

public sealed class GenzValidationTests
{
    [Fact]
    public void EveryRowOfTheKeptPartIsMet() => AssertAllPass(Path.Combine(Repository.Root, "validation", "genz"));

    [DataFact("reference/genz/results.csv")]
    public void EveryRowIsMet() => AssertAllPass(Repository.DataPath("reference/genz"));

    [Fact]
    public void AFolderWithoutAnyOfTheFilesIsRefused() =>
        Assert.Contains("has none of results.csv, ", Assert.Throws<PresetException>(() => Rows(Repository.Root)).Message, StringComparison.Ordinal);

    [Fact]
    public void AWrongRowIsNamedByFileAndLine()
    {
        string folder = Directory.CreateTempSubdirectory("deepstack-genz").FullName;
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "validation", "genz", "results.csv"));
        File.WriteAllLines(Path.Combine(folder, "results.csv"), [lines[0], lines[1].Replace("bf16", "bf17", StringComparison.Ordinal)]);

        string message = Assert.Throws<PresetException>(() => Rows(folder)).Message;

        Assert.EndsWith("results.csv:2: bits is \"bf17\"; expected a number format such as bf16.", message, StringComparison.Ordinal);
    }

    private static void AssertAllPass(string folder)
    {
        List<ValidationRow> rows = Rows(folder);
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Passes, row.ToString()));
    }

    private static List<ValidationRow> Rows(string folder) => [.. new GenzValidation().Run(new ValidationRequest(folder))];
}
