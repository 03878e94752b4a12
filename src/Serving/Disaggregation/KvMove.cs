using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>KV blocks of one request that go from one place to another; whole blocks, with all layers.</summary>
/// <param name="Request">The request's place in the trace.</param>
/// <param name="Kind">Why they go.</param>
/// <param name="Source">The rank that has them; for a fetch from host memory, the rank whose host it is.</param>
/// <param name="Destination">The rank that gets them; for an offload to host memory, the rank whose host it is.</param>
/// <param name="FirstBlock">The first block, counted from the beginning of the request.</param>
/// <param name="Blocks">How many; at least 1.</param>
/// <param name="ComputedFrom">When the step that computes them begins; the present where they are there.</param>
/// <param name="ComputedTo">When it ends; layers become ready one after the other in between.</param>
public readonly record struct KvMove(int Request, KvMoveKind Kind, int Source, int Destination, int FirstBlock, int Blocks, SimTime ComputedFrom, SimTime ComputedTo);
