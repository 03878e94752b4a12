using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class PresetsCommandTests
{
    [Fact]
    public void ShowPrintsEveryNumberWithKindAndSource() => Snapshot.Verify(CommandRun.Of("presets", "show", "models", "deepseek-v3").Output);

    [Fact]
    public void ListCanBeNarrowedToAKind()
    {
        string[] lines = CommandRun.Of("presets", "list", "models").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains("models llama-3-8b", lines);
        Assert.All(lines, line => Assert.StartsWith("models ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryShippedNumberSaysWhatItRestsOn()
    {
        CommandRun run = CommandRun.Of("presets", "check");

        Assert.True(run.ExitCode == ExitCodes.Done, run.Output);
    }

    [Theory]
    [InlineData("presets list model", "Did you mean \"models\"?")]
    [InlineData("presets show models llama-3-8", "Did you mean \"llama-3-8b\"?")]
    [InlineData("presets check llama-3-8b", "write KIND/NAME")]
    public void WrongNamesAreAnsweredWithTheNearest(string line, string message)
    {
        CommandRun run = CommandRun.Of(line.Split(' '));

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }
}
