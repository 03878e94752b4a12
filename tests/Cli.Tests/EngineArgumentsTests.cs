using DeepStack.Sim.Cli.Replaying;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Tests;

public sealed class EngineArgumentsTests
{
    [Fact]
    public void ExpertParallelismGoesOverAllRanksOfAStage()
    {
        PresetOverride[] read = [.. EngineArguments.Parse("--enable-expert-parallel -tp 2 --data-parallel-size 4 -pp 3")];

        Assert.Equal(
            [new("plan.tensor", "2"), new("plan.pipeline", "3"), new("plan.attention_data", "4"), new("plan.experts", "8")],
            read);
    }

    [Fact]
    public void FlagsBecomeValuesOfTheScenario()
    {
        PresetOverride[] read = [.. EngineArguments.Parse("--max-num-seqs 128 --max_num_batched_tokens=2048 --no-enable-prefix-caching --async-scheduling --scheduling-policy fcfs -tp 4 --enforce-eager")];

        Assert.Equal(
            ["serving.max_sequences=128", "serving.token_budget=2048", "serving.prefix_caching=false", "serving.asynchronous=true", "serving.policy=vllm", "plan.tensor=4", "serving.launch=eager"],
            read.Select(o => $"{o.Path}={o.Value}"));
    }

    [Theory]
    [InlineData("--max-num-sequences 4", "Did you mean \"--max-num-seqs\"?")]
    [InlineData("--max-num-seqs", "needs a value")]
    [InlineData("--max-num-seqs --seed 1", "needs a value")]
    public void AnUnknownFlagOrAMissingValueIsNamed(string text, string message) =>
        Assert.Contains(message, Assert.Throws<PresetException>(() => EngineArguments.Parse(text).ToList()).Message, StringComparison.Ordinal);
}
