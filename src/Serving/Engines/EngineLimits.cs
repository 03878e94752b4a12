using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Engines;

/// <summary>An engine's default limits on devices of a size.</summary>
/// <param name="Memory">The least device memory for which they hold.</param>
/// <param name="TokenBudget">Tokens per step.</param>
/// <param name="MaxSequences">Sequences per step.</param>
public sealed record EngineLimits(Bytes Memory, int TokenBudget, int MaxSequences);
