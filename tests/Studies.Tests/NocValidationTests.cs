using System.Globalization;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests;

public class NocValidationTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "validation", "noc");
    private static readonly IValidationArea Area = ValidationAreas.All.Single(a => a.Name == "noc");

    [Fact]
    public void ASmallMeshIsWithinItsTolerances()
    {
        string folder = Directory.CreateTempSubdirectory("noc").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "configs"));
            File.Copy(Path.Combine(Folder, "configs", "mesh4_vc4_uniform.cfg"), Path.Combine(folder, "configs", "mesh4_vc4_uniform.cfg"));
            string[] curves = File.ReadAllLines(Path.Combine(Folder, "curves.csv"));
            File.WriteAllLines(Path.Combine(folder, "curves.csv"), curves.Where((line, i) => i == 0 || line.StartsWith("mesh4_vc4_uniform,", StringComparison.Ordinal)));

            ValidationRow[] rows = [.. Area.Run(new ValidationRequest(folder))];

            Assert.Equal(1 + 14 + 2, rows.Length);
            Assert.All(rows, row => Assert.True(row.Passes, $"{row}"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    [Trait("speed", "slow")]
    public void EveryCurveIsWithinItsTolerancesAndTheTableSaysSo()
    {
        ValidationRow[] rows = [.. Area.Run(new ValidationRequest(Folder))];

        Assert.All(rows, row => Assert.True(row.Passes, $"{row}"));
        string table = Table(rows), file = Path.Combine(Folder, "accuracy.md");
        if (Environment.GetEnvironmentVariable("DEEPSTACK_ACCEPT") == "1") File.WriteAllText(file, table);
        Assert.Equal(table, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void AFolderWithoutCurvesIsNamed()
    {
        string message = Assert.Throws<PresetException>(() => Area.Run(new ValidationRequest("nowhere")).ToList()).Message;

        Assert.Equal("There is no file \"curves.csv\" in \"nowhere\"; expected it beside a folder \"configs\" with a .cfg file for each curve.", message);
    }

    private static string Table(IEnumerable<ValidationRow> rows) =>
        "| case | metric | reference | ours | error | tolerance |\n| --- | --- | --- | --- | --- | --- |\n" + string.Concat(rows.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"| {row.Case} | {row.Metric} | {row.Reference:G6} | {row.Ours:G6} | {Error(row)} | {(row.Tolerance is { } tolerance ? (tolerance == 0 ? "0" : $"{100 * tolerance:0.#} %") : "-")} |\n")));

    private static string Error(ValidationRow row) => row.Tolerance == 0 ? $"{row.Error:0}" : string.Create(CultureInfo.InvariantCulture, $"{100 * row.Error:0.00} %");
}
