using System.CommandLine;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class CommandTreeTests
{
    [Fact]
    public void HelpIsAsReviewed() => Snapshot.Verify(CommandRun.Of("--help").Output.Replace("testhost", "deepstack", StringComparison.Ordinal));

    [Fact]
    public void AVerbsOwnHelpSaysMoreThanItsSentence()
    {
        string all = CommandRun.Of("--help").Output, own = CommandRun.Of("step", "--help").Output;

        Assert.DoesNotContain("At fidelity event everything is simulated.", all, StringComparison.Ordinal);
        Assert.Contains("At fidelity event everything is simulated.", own, StringComparison.Ordinal);
    }

    [Fact]
    public void AVerbIsBuiltAloneAsItStandsAmongTheOthers()
    {
        foreach (Command verb in Program.RootOf().Subcommands)
        {
            Command alone = Assert.Single(Program.RootOf(verb.Name).Subcommands);

            Assert.Equal(verb.Name, alone.Name);
            Assert.Equal(verb.Options.Select(o => o.Name), alone.Options.Select(o => o.Name));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("--help")]
    [InlineData("repaly")]
    public void AllVerbsAreBuiltWhereTheFirstWordNamesNone(string? first) => Assert.Equal(16, Program.RootOf(first).Subcommands.Count);

    [Theory]
    [InlineData("--platfrom is no option of replay. Did you mean \"--platform\"?", "replay", "--platfrom", "h100-8")]
    [InlineData("--jsn is no option of info. Did you mean \"--json\"?", "trace", "info", "--jsn")]
    public void AMistypedOptionIsNotTakenForAFile(string message, params string[] line)
    {
        CommandRun run = CommandRun.Of(line);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileMayBeNamedLikeAnOptionBehindItsFolder()
    {
        CommandRun run = CommandRun.Of("trace", "info", "./--jsn");

        Assert.Contains("./--jsn: the trace cannot be opened", run.Errors, StringComparison.Ordinal);
    }
}
