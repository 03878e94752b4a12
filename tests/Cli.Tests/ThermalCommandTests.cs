using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class ThermalCommandTests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "validation", "thermal", "cases");

    [Theory]
    [InlineData("steady", "d-n04-logic-bottom-g16.json")]
    [InlineData("json", "g-n01-htc20k.json", "--json")]
    [InlineData("transient", "e-n00-step-1ms.json", "--scheme", "tr-bdf2", "--convention", "mid-plane")]
    public void OutputIsAsReviewed(string name, params string[] args)
    {
        string[] line = ["thermal", .. args.Select(a => a.EndsWith(".json", StringComparison.Ordinal) ? Path.Combine(Cases, a) : a)];

        CommandRun run = CommandRun.Of(line);

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Snapshot.Verify(run.Output, name: name);
    }

    [Fact]
    public void StackAboveItsLimitTripsWithExitCodeOne()
    {
        CommandRun run = OfChanged("\"transient\": null", "\"transient\": null, \"limitK\": 325");

        Assert.Equal(ExitCodes.CheckFailed, run.ExitCode);
        Assert.Contains("trips", run.Errors, StringComparison.Ordinal);
        Assert.Contains("logic", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"transient\": null", "\"transient\": null, \"limitK\": 300", "limitK")]
    [InlineData("\"transient\": null", "\"transient\": null, \"leakage\": [{\"layer\": \"logic\", \"block\": \"all\", \"powerW\": 500, \"referenceK\": 330, \"doublingK\": 5}]", "runaway")]
    [InlineData("\"all\": 50", "\"al\": 50", "block that does not exist")]
    [InlineData("\"all\": 50.0", "\"all\": 1e308", "far from anything physical")]
    public void WrongCasesAreNamedWithExitCodeTwo(string right, string wrong, string message)
    {
        CommandRun run = OfChanged(right, wrong);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void HistoryHasARowForEveryStep()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "means.csv");

        CommandRun.Of("thermal", Path.Combine(Cases, "e-n00-step-1ms.json"), "--history", file);

        string[] lines = File.ReadAllLines(file);
        Assert.Equal(301, lines.Length);
        Assert.StartsWith("0.001,319.637", lines[1], StringComparison.Ordinal);
    }

    private static CommandRun OfChanged(string right, string wrong)
    {
        string text = File.ReadAllText(Path.Combine(Cases, "a1-die10-50W.json"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "changed.json");
        File.WriteAllText(file, text.Replace(right, wrong, StringComparison.Ordinal));
        return CommandRun.Of("thermal", file);
    }
}
