using DeepStack.Sim.Platform;
using DeepStack.Sim.Studies.Calibration;

namespace DeepStack.Sim.Studies.Tests.Calibration;

/// <summary>What assumed numbers are worth.</summary>
public sealed class AssumedNumbersTests
{
    [Fact]
    public void RaisingALatencySlowsStepsAndRaisingARateSpeedsThem()
    {
        IReadOnlyList<AssumedNumber> ranked = AssumedNumbers.Rank(PlatformPreset.Open("stack3d-8"));

        Assert.True(Change("launch.kernel") > 0);
        Assert.True(Change("network.step_overhead") > 0);
        Assert.True(Change("matrix.rates.bf16") < 0);
        Assert.Equal(ranked, ranked.OrderByDescending(n => Math.Abs(n.Change ?? 0)));

        double Change(string path) => ranked.Single(n => n.Number.Path == path).Change!.Value;
    }
}
