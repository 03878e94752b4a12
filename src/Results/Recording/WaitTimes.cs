using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>Time in the queue by what was missing.</summary>
/// <param name="Sequences">The batch held as many requests as it may.</param>
/// <param name="Budget">The batch held as many tokens as it may.</param>
/// <param name="Blocks">No KV blocks were free.</param>
/// <param name="RemoteKv">Its KV blocks were on their way.</param>
public readonly record struct WaitTimes(Duration Sequences, Duration Budget, Duration Blocks, Duration RemoteKv);
