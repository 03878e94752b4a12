using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>Step times of a simulated machine.</summary>
/// <param name="executor">The machine, model and plan.</param>
internal sealed class ExecutedSteps(IStepExecutor executor) : IStepModel
{
    /// <inheritdoc/>
    public Duration DurationOf(StepShape shape) => executor.Execute(shape).Elapsed;
}
