using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>Takes step times from a named model instead of a machine; there are no operators to tell of.</summary>
/// <param name="model">The model.</param>
public sealed class NamedExecutor(IStepModel model) : IStepExecutor
{
    private readonly StepTiming _timing = new();

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        _timing.Finish(model.DurationOf(shape), TimingOrigin.Computed);
        return _timing;
    }
}
