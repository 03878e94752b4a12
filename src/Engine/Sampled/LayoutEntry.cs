using DeepStack.Sim.Engine.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>One operator of a step.</summary>
/// <param name="Part">The part that knows its time.</param>
/// <param name="Index">Its place in that part.</param>
/// <param name="Block">The distinct block of the program that it stands in.</param>
/// <param name="Template">What does not depend on sizes.</param>
internal readonly record struct LayoutEntry(PartKind Part, int Index, int Block, OperatorTiming Template);
