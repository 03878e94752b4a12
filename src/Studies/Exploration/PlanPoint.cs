using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>A plan at a batch: what all silicon has in common.</summary>
/// <param name="Number">Its place among the plans of the space.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Share">How the batch is shared.</param>
/// <param name="Shape">The step of an attention group.</param>
/// <param name="Work">What a device does at least.</param>
internal sealed record PlanPoint(int Number, ParallelPlan Plan, BatchShare Share, StepShape Shape, LeastWork Work);
