using System.Globalization;
using System.Text.Json;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class EstimateCommandTests
{
    private const string Mixtral = "estimate --mode genz --model mistralai/Mixtral-8x7B --platform GB200 --tp 4 --batch 64";

    [Theory]
    [InlineData("", "figures")]
    [InlineData(" --worth", "worth")]
    [InlineData(" --operators --correct router", "operators")]
    public void AnEstimateShowsWhatIsAsked(string options, string name) => Snapshot.Verify(Run(Mixtral + options).Output, name: name);

    [Fact]
    public void JsonHoldsTheSameFigures()
    {
        using JsonDocument json = JsonDocument.Parse(Run(Mixtral + " --json").Output);

        Assert.Equal("ok", json.RootElement.GetProperty("status").GetString());
        Assert.Contains(json.RootElement.GetProperty("latency_ms").GetDouble().ToString("G9", CultureInfo.InvariantCulture), Run(Mixtral).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Mixtral + " --pp 0", "pp is 0; expected between 1 and ")]
    [InlineData(Mixtral + " --dtype bf17", "--dtype is \"bf17\"")]
    [InlineData(Mixtral + " --correct embeding", "Did you mean \"embedding\"?")]
    [InlineData(Mixtral + " --worth --json", "--json goes with neither --operators nor --worth.")]
    [InlineData("estimate --mode genz --model none --platform GB200", "There is no model \"none\"")]
    public void WrongInputSaysHowToMendIt(string line, string message)
    {
        CommandRun run = Run(line);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    private static CommandRun Run(string line) => CommandRun.Of(line.Split(' '));
}
