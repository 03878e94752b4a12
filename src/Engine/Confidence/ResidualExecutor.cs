using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Sampled;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Confidence;

/// <summary>Gives every step the time it would have if its error were one of those that were found in a sample.</summary>
/// <remarks>The sample itself is drawn again with replacement, so that runs with different draws differ as much as the sample is uncertain.</remarks>
internal sealed class ResidualExecutor : IStepExecutor
{
    private readonly QuickSteps _steps;
    private readonly double[][] _residuals;
    private readonly RandomStream _random;
    private readonly StepTiming _timing = new();

    /// <param name="steps">Times without errors.</param>
    /// <param name="residuals">Errors found, as shares of the sampled time, by stratum; empty where nothing is known.</param>
    /// <param name="random">Draws.</param>
    public ResidualExecutor(QuickSteps steps, IReadOnlyList<double>[] residuals, RandomStream random)
    {
        _steps = steps;
        _random = random;
        _residuals = [.. residuals.Select(Redrawn)];
    }

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        double[] residuals = _residuals[(int)StepStrata.Of(shape)];
        double error = residuals.Length == 0 ? 0 : residuals[_random.NextInteger(residuals.Length)];
        _timing.Finish(Duration.FromPicoseconds((long)Math.Round(_steps.PicosecondsOf(shape) * (1 + error))), TimingOrigin.Interpolated);
        return _timing;
    }

    /// <summary>Draws as many as there are; deviations are widened by sqrt(n / (n - 1)), for drawing from a sample loses that much.</summary>
    private double[] Redrawn(IReadOnlyList<double> sample)
    {
        int n = sample.Count;
        if (n < 2) return [.. sample];
        double mean = sample.Sum() / n, widening = Math.Sqrt(n / (n - 1.0));
        return [.. Enumerable.Range(0, n).Select(_ => mean + widening * (sample[(int)_random.NextInteger(n)] - mean))];
    }
}
