using System.Text.Json;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

/// <summary><c>deepstack validate</c>.</summary>
public sealed class ValidateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("validate").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void RowsGoToJsonPageAndReport()
    {
        string json = Path.Combine(_folder, "rows.json"), page = Path.Combine(_folder, "page.md"), report = Path.Combine(_folder, "report.html");

        CommandRun run = CommandRun.Of("validate", "thermal", "--data", Path.Combine(Repository.Root, "validation", "thermal"), "--json", json, "--page", page, "--report", report);

        Assert.Equal(0, run.ExitCode);
        using JsonDocument rows = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Contains($"{rows.RootElement.GetArrayLength()} rows", run.Output, StringComparison.Ordinal);
        Assert.Contains("| thermal | layer mean K |", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Contains("<b>layer mean K</b>", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void AnAreaWithoutReferenceFilesSaysWhereTheyBelong()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "reference"));

        CommandRun run = CommandRun.Of("validate", "scheduler", "--data", _folder);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There are no reference files for \"scheduler\".", run.Errors, StringComparison.Ordinal);
        Assert.Contains("reference/serving", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownAreaIsNamedWithTheKnownOnes()
    {
        CommandRun run = CommandRun.Of("validate", "thermals");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean \"thermal\"?", run.Errors, StringComparison.Ordinal);
    }
}
