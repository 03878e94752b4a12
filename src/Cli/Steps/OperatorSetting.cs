using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>Where an operator is timed.</summary>
/// <param name="Platform">The machine.</param>
/// <param name="Plan">Where data lies on its devices; nothing is spread over several.</param>
internal sealed record OperatorSetting(PlatformSpec Platform, ParallelPlan Plan);
