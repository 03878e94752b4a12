using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Running;

public sealed class OperatingPointTests
{
    private static readonly PreparedRun Prepared = Prepare("stack3d-8");

    /// <summary>Its memory refreshes all banks at once; that of the stack hides refreshes behind other banks.</summary>
    private static readonly PreparedRun AllBanks = Prepare("h100-8");

    private static PreparedRun Prepare(string platform) => PreparedRun.From(new Scenario
    {
        Trace = Path.Combine(Repository.Root, "traces", "conversation.csv.gz"),
        Platform = platform,
        Model = "llama-3-8b",
        Plan = new ParallelPlan(2),
        Requests = new RequestSelection { Limit = 1 },
    });

    [Fact]
    public void TheNominalPointIsTheMachineItself()
    {
        Assert.Same(Prepared.Platform, Prepared.Platform.At(OperatingPoint.Nominal));
        Assert.Equal(Prepared.Fingerprint(), Prepared.Fingerprint(OperatingPoint.Nominal));
        Assert.NotEqual(Prepared.Fingerprint(), Prepared.Fingerprint(new OperatingPoint(2, 64)));
        Assert.NotEqual(Prepared.Fingerprint(), Prepared.Fingerprint(new OperatingPoint(1, 63)));
    }

    [Theory]
    [InlineData(1.0, 64)]
    [InlineData(0.999, 63)]
    [InlineData(0.25, 16)]
    [InlineData(0.001, 1)]
    public void RatiosAreRoundedDownToAStep(double ratio, int steps) => Assert.Equal(steps, OperatingPoint.Within(1, ratio).ClockSteps);

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void HalfTheClockDoublesWhatComputesAndHardlySlowsWhatReads(Fidelity fidelity)
    {
        double computing = Slowdown(Prepared, Prefill(), new OperatingPoint(1, 32), fidelity), reading = Slowdown(Prepared, Decode(), new OperatingPoint(1, 32), fidelity);

        Assert.InRange(computing, 1.8, 2.001);
        Assert.InRange(reading, 1, 1.35);
    }

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void MoreRefreshesSlowWhatReadsAndHardlyWhatComputes(Fidelity fidelity)
    {
        double twice = Slowdown(AllBanks, Decode(), new OperatingPoint(2, 64), fidelity), fourfold = Slowdown(AllBanks, Decode(), new OperatingPoint(4, 64), fidelity);

        Assert.InRange(twice, 1.03, 1.2);
        Assert.InRange(fourfold, twice + 0.03, 1.7);
        Assert.InRange(Slowdown(AllBanks, Prefill(), new OperatingPoint(2, 64), fidelity), 0.999, 1.03);
    }

    [Theory]
    [InlineData(Fidelity.Event)]
    [InlineData(Fidelity.Sampled)]
    [InlineData(Fidelity.Analytical)]
    public void StaggeredRefreshesOfAStackHideBehindOtherBanks(Fidelity fidelity) =>
        Assert.InRange(Slowdown(Prepared, Decode(), new OperatingPoint(4, 64), fidelity), 0.995, 1.01);

    private static double Slowdown(PreparedRun run, StepShape shape, OperatingPoint point, Fidelity fidelity) =>
        Time(run, shape, point, fidelity) / Time(run, shape, OperatingPoint.Nominal, fidelity);

    private static double Time(PreparedRun run, StepShape shape, OperatingPoint point, Fidelity fidelity) =>
        run.Executors(point, null).For(fidelity).Execute(shape).Elapsed.Seconds;

    private static StepShape Prefill()
    {
        var shape = new StepShape();
        shape.Add(new SequenceSlice(2048, 0, Samples: true));
        return shape;
    }

    private static StepShape Decode()
    {
        var shape = new StepShape();
        for (int i = 0; i < 8; i++) shape.Add(new SequenceSlice(1, 1000, Samples: true));
        return shape;
    }
}
