using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Running;

/// <summary>Every step takes the same time, whatever it holds; for judging a scheduler by itself.</summary>
/// <param name="duration">That time.</param>
public sealed class ConstantStepModel(Duration duration) : IDecodeStepModel
{
    /// <inheritdoc/>
    public Duration DurationOf(StepShape shape) => duration;

    /// <inheritdoc/>
    public Duration DurationOfDecode(int sequences, long contextTokens, int longestContext) => duration;
}
