using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Running;

/// <summary>Says how long a step takes: a constant, a profile, or a simulated machine.</summary>
public interface IStepModel
{
    /// <summary>The time of a step on its replica; more than zero.</summary>
    /// <param name="shape">The work; valid during the call only.</param>
    Duration DurationOf(StepShape shape);
}
