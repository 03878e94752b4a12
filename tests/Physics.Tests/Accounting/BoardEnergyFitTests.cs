using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Accounting;

namespace DeepStack.Sim.Physics.Tests.Accounting;

public sealed class BoardEnergyFitTests
{
    [Fact]
    public void SyntheticBoardIsFoundAgainDespiteOutliers()
    {
        var truth = new BoardEnergyModel(120, 0.98, [new KernelEnergy("gemm/a", 60, 0.5e-12, 20e-12)]);
        var random = new RandomStream(11, "board");
        KernelSample[] samples = [.. Enumerable.Range(0, 400).Select(_ => Draw(truth, random))];

        BoardEnergyModel fitted = BoardEnergyFit.Fit([.. samples.Take(60)]);

        double[] errors = [.. samples.Skip(60).Select(s => Math.Abs(fitted.Predict(s) / truth.Predict(s) - 1)).Order()];
        Assert.InRange(errors[errors.Length / 2], 0, 0.08);
    }

    [Fact]
    public void UnknownKindIsRefused() =>
        Assert.Throws<ArgumentException>(() => new BoardEnergyModel(1, 1, []).Predict(new KernelSample("x", Duration.FromSeconds(1), Power.Zero, Power.FromWatts(1), Flops.FromCount(1), Bytes.FromCount(1))));

    /// <summary>A kernel of the true board; one in ten is misread by half.</summary>
    private static KernelSample Draw(BoardEnergyModel truth, RandomStream random)
    {
        double seconds = 1e-4, flops = random.NextDouble() * 1e15 * seconds, bytes = random.NextDouble() * 8e12 * seconds;
        var sample = new KernelSample("gemm/a", Duration.FromSeconds(seconds), Power.Zero, Power.FromWatts(700), Flops.FromCount(flops), Bytes.FromCount((long)bytes));
        Power read = truth.Predict(sample) / sample.Time;
        return sample with { Power = random.NextDouble() < 0.1 ? 0.5 * read : read };
    }
}
