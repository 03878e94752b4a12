using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The base arrays that a systolic array is built of: it can be cut along k into 2, 4 and so on pieces, down to single base arrays, each of which multiplies its part of k.</summary>
/// <remarks>
/// LaMoSys3.5D (arXiv 2512.08731), section IV-D. A piece has as much fewer rows, so that products of few rows (decode) leave less of the array idle. The sums of the
/// pieces meet in a pipelined tree of adders: at k steps of 128 bytes it takes a row of sums a cycle, so that of each k step only its latency remains.
/// </remarks>
/// <param name="Rows">Rows of a base array; those of the whole array divided by a power of two.</param>
/// <param name="Level">What a level of the tree adds to a k step; a cut into p pieces has log2(p) levels.</param>
public sealed record BaseArraySpec(int Rows, Cycles Level);
