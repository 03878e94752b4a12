using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Engines;

namespace DeepStack.Sim.Serving.Tests;

public sealed class StepJitterTests
{
    private const int Steps = 100_000;

    private static readonly Duration Host = Duration.FromNanoseconds(1_000_000), Machine = Duration.FromNanoseconds(19_000_000);

    [Fact]
    public void FactorsHaveAMeanOfOneAndTheirDeviation()
    {
        double[] factors = [.. Enumerable.Range(0, Steps).Select(step => new StepJitter(0.1, 7).Of(0, step, Host, Machine) / (Host + Machine))];

        Assert.InRange(factors.Average(), 0.998, 1.002);
        Assert.InRange(Math.Sqrt(factors.Average(f => Math.Pow(Math.Log(f) + 0.005, 2))), 0.098, 0.102);
    }

    [Fact]
    public void AStepHasItsFactorWhateverWasAskedBefore()
    {
        var jitter = new StepJitter(0.1, 7);

        Assert.Equal(jitter.Of(2, 50, Host, Machine), new StepJitter(0.1, 7).Of(2, 50, Host, Machine));
        Assert.NotEqual(jitter.Of(2, 50, Host, Machine), jitter.Of(3, 50, Host, Machine));
        Assert.NotEqual(jitter.Of(2, 50, Host, Machine), jitter.Of(2, 51, Host, Machine));
        Assert.NotEqual(jitter.Of(2, 50, Host, Machine), new StepJitter(0.1, 8).Of(2, 50, Host, Machine));
    }

    [Fact]
    public void KernelsThatAreRecordedKeepTheirTimes()
    {
        StepJitter jitter = new StepJitter(0.1, 7) with { KeepsMachineTime = true };
        Duration[] times = [.. Enumerable.Range(0, 1000).Select(step => jitter.Of(0, step, Host, Machine))];

        Assert.Equal(Machine, times.Min());
        Assert.Contains(times, time => time > Host + Machine);
    }

    [Fact]
    public void EnginesSayWhatWasMeasuredOfThem()
    {
        Assert.Equal(0.0037, EngineProfile.Open("vllm@0.19").StepJitter);
        Assert.Null(EngineProfile.Open("vllm@0.2").StepJitter);
    }
}
