using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>Says how long a step takes on the devices of one replica, and where its time goes.</summary>
/// <remarks>All fidelities implement it. The answer depends on the arguments alone, never on what was asked before.</remarks>
public interface IStepExecutor
{
    /// <summary>Times one step.</summary>
    /// <param name="shape">The work; at least one sequence. Not kept.</param>
    /// <returns>The timing; valid until the next call.</returns>
    StepTiming Execute(StepShape shape);
}
