using System.Globalization;
using System.Text.Json;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

public sealed class EstimateCommandTests
{
    private const string Mixtral = "estimate --mode genz --model mistralai/Mixtral-8x7B --platform GB200 --tp 4 --batch 64";

    private const string Llama = "estimate --model llama-3-8b --platform stack3d-8 --tp 2 --batch 8 --input-tokens 500";

    [Theory]
    [InlineData("", "figures")]
    [InlineData(" --worth", "worth")]
    [InlineData(" --operators --correct router", "operators")]
    public void AnEstimateShowsWhatIsAsked(string options, string name) => Snapshot.Verify(Run(Mixtral + options).Output, name: name);

    [Fact]
    public void TheAnalyticalModeLiesNearTheSimulatedStep()
    {
        using JsonDocument json = JsonDocument.Parse(Run(Llama + " --check --json").Output);

        double analytical = json.RootElement.GetProperty("analytical_ps").GetDouble(), simulated = json.RootElement.GetProperty("event_ps").GetDouble();
        Assert.Equal(1, analytical / simulated, 0.02);
    }

    [Theory]
    [InlineData("--model llama-3-8b --platform stack3d-8 --tp 2 --sp --batch 8 --context 500")]
    [InlineData("--model llama-3-8b --platform h100-8 --tp 2 --pp 2 --micro-batches 2 --prefill 300 --batch 2 --context 500")]
    [InlineData("--model qwen3-30b-a3b --platform stack3d-8 --tp 2 --attention-dp 4 --ep 8 --batch 4 --context 500 --expert-routing balanced")]
    public void AnEstimateTakesTheArgumentsOfAStep(string arguments)
    {
        using JsonDocument estimate = JsonDocument.Parse(Run($"estimate {arguments} --json").Output), step = JsonDocument.Parse(Run($"step {arguments} --fidelity analytical --json").Output);

        Assert.Equal(step.RootElement.GetProperty("elapsed_ps").GetInt64(), estimate.RootElement.GetProperty("analytical_ps").GetInt64());
    }

    [Fact]
    public void OperatorsOfTheAnalyticalModeStandBesideTheSimulatedOnes()
    {
        string[] lines = Run(Llama + " --check --operators").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("operator,repeats,cut,memory_bytes,network_bytes,analytical_ps,event_ps", lines[0].Trim());
        Assert.True(lines.Length > 10);
    }

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
    [InlineData(Llama + " --ep 2", "Llama-3 8B cannot run as TP 2, EP 2")]
    [InlineData(Llama + " --context 100", "--input-tokens does not go with --context, --prefill, --prefill-context: say the step in one way.")]
    [InlineData("estimate --model llama-3-70b --platform stack3d-8 --batch 4 --context 1000", "memory")]
    [InlineData(Mixtral + " --attention-dp 2", "--attention-dp belongs to --mode analytical.")]
    [InlineData("estimate replay --fidelity closed", "fidelity")]
    [InlineData(Mixtral + " --check", "--check belongs to --mode analytical.")]
    [InlineData("estimate --model llama-3-8b --platform stack3d-8 --batch 0", "--batch is 0; expected between 1 and ")]
    [InlineData("estimate --mode genz --model none --platform GB200", "There is no model \"none\"")]
    public void WrongInputSaysHowToMendIt(string line, string message)
    {
        CommandRun run = Run(line);

        Assert.Equal(ExitCodes.WrongInput, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    private static CommandRun Run(string line) => CommandRun.Of(line.Split(' '));
}
