using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Confidence;

/// <summary>A step timed both ways, in milliseconds.</summary>
/// <param name="Shape">The step.</param>
/// <param name="Truth">At fidelity event.</param>
/// <param name="Sampled">At fidelity sampled.</param>
/// <param name="Low">Where the 95 % interval of the sampled time begins.</param>
/// <param name="High">Where it ends.</param>
public sealed record LadderStep(StepShape Shape, double Truth, double Sampled, double Low, double High)
{
    /// <summary>Whether the interval holds the truth.</summary>
    public bool IsHeld => Truth >= Low && Truth <= High;

    /// <summary>Half of the interval, as a share of the sampled time.</summary>
    public double HalfWidth => (High - Low) / 2 / Sampled;

    /// <summary>The error of the sampled time.</summary>
    public double Error => Math.Abs(Sampled / Truth - 1);
}
