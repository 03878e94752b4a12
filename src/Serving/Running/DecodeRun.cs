using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Running;

/// <summary>Consecutive steps in which the same sequences decode one token each.</summary>
/// <param name="Steps">How many steps.</param>
/// <param name="Sequences">Sequences in each.</param>
/// <param name="ContextTokens">Sum of the contexts when the first step began; each step adds one per sequence.</param>
/// <param name="Start">When the first began.</param>
/// <param name="End">When the last ended.</param>
/// <param name="BlocksInUse">KV blocks held at the end.</param>
/// <param name="Waiting">Requests that waited all the while.</param>
public readonly record struct DecodeRun(int Steps, int Sequences, long ContextTokens, SimTime Start, SimTime End, int BlocksInUse, int Waiting);
