using System.CommandLine;

namespace DeepStack.Sim.Cli.Tests;

public sealed class CommandTreeTests
{
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
    public void AllVerbsAreBuiltWhereTheFirstWordNamesNone(string? first) => Assert.Equal(15, Program.RootOf(first).Subcommands.Count);
}
