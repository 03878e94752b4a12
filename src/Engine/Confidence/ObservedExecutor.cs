using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Confidence;

/// <summary>Passes steps on and shows them to a reservoir.</summary>
internal sealed class ObservedExecutor(IStepExecutor inner, StepReservoir reservoir) : IStepExecutor
{
    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        StepTiming timing = inner.Execute(shape);
        reservoir.Offer(shape, timing.Elapsed);
        return timing;
    }
}
