using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>One step that a server log tells.</summary>
/// <param name="Line">Its line in the log.</param>
/// <param name="Iteration">The server's own count.</param>
/// <param name="ContextRequests">Requests in prefill.</param>
/// <param name="ContextTokens">Their new tokens.</param>
/// <param name="GenerationRequests">Requests in decode.</param>
/// <param name="GenerationTokens">Their new tokens.</param>
/// <param name="Elapsed">How long the step took.</param>
public sealed record ServerLogStep(int Line, long Iteration, int ContextRequests, int ContextTokens, int GenerationRequests, int GenerationTokens, Duration Elapsed);
