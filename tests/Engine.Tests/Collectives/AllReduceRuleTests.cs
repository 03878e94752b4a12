using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Detailed;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Engine.Tests.Collectives;

public sealed class AllReduceRuleTests
{
    private static readonly PlatformSpec Nominal = PlatformPreset.Open("h100-8") with { AllReduceRules = [] };

    [Theory]
    [InlineData(999, "one_shot")]
    [InlineData(1000, "ring")]
    public void ARuleHoldsBelowItsSizeOfAllRanksTogether(int bytesOfARank, string algorithm)
    {
        PlatformSpec platform = With(new AllReduceRule("one_shot", Bytes.FromCount(8000), Us(5), Duration.Zero, 1), new AllReduceRule("ring", Bytes.FromCount(1 << 20), Us(9), Us(1), 1));

        Assert.Equal(algorithm, Play(platform, bytesOfARank).Tiling);
    }

    [Fact]
    public void BeyondTheRulesTheFastestAlgorithmIsTaken()
    {
        PlatformSpec platform = With(new AllReduceRule("ring", Bytes.FromCount(8000), Us(5), Duration.Zero, 1));

        Assert.Equal(Play(Nominal, 4096), Play(platform, 4096));
    }

    [Fact]
    public void StartAddsAndTheShareOfTheRateStretches()
    {
        Bytes all = Bytes.FromCount(1 << 30);
        Duration plain = Play(With(new AllReduceRule("two_shot", all, Duration.Zero, Duration.Zero, 1)), 1 << 20).Elapsed;

        Assert.Equal(plain + Us(7), Play(With(new AllReduceRule("two_shot", all, Us(7), Duration.Zero, 1)), 1 << 20).Elapsed);
        Assert.Equal(plain * 2, Play(With(new AllReduceRule("two_shot", all, Duration.Zero, Duration.Zero, 0.5)), 1 << 20).Elapsed);
    }

    [Fact]
    public void ARuleWithAnUnknownAlgorithmIsRefused() => Assert.Contains(
        "no algorithm \"two-shot\"",
        Assert.Throws<PresetException>(() => Play(With(new AllReduceRule("two-shot", Bytes.FromCount(8000), Us(5), Duration.Zero, 1)), 10)).Message,
        StringComparison.Ordinal);

    private static OperatorTiming Play(PlatformSpec platform, int bytesOfARank) => new ProgramExecutor(platform)
        .Execute(new DeviceProgram([new ProgramBlock([new CollectiveStep("sum", CollectiveKind.AllReduce, Bytes.FromCount(bytesOfARank), new RankGroup(8))], 1)]))
        .Operators[0];

    private static PlatformSpec With(params AllReduceRule[] rules) => Nominal with { AllReduceRules = rules };

    private static Duration Us(int count) => Duration.FromPicoseconds(count * 1_000_000L);
}
