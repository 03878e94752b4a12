using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Running;

/// <summary>A step model that knows what ranks in lock step do to each other, such as experts shared between them.</summary>
/// <remarks>A model without this interface makes a group as slow as its slowest rank by itself.</remarks>
public interface IGroupStepModel : IStepModel
{
    /// <summary>The time that all ranks of a group need for one step each.</summary>
    /// <param name="shapes">The work of each rank; an empty shape is an idle rank, which runs a dummy step. Valid during the call only.</param>
    Duration DurationOf(ReadOnlySpan<StepShape> shapes);
}
